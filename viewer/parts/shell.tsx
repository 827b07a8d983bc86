import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

const THEMES = ['auto', 'light', 'dark'] as const;

interface Props {
  readonly version: string;
  /** Leads back to the overview, where there is one. */
  readonly up: (() => void) | null;
  readonly children: ComponentChildren;
}

/** What stands around everything: whose report this is, the way back, light or dark. */
export function Shell({ version, up, children }: Props) {
  const [theme, setTheme] = useState<(typeof THEMES)[number]>('auto');
  const change = () => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    document.documentElement.setAttribute('data-theme', next);
    setTheme(next);
  };
  return (
    <>
      <header class="top">
        <span class="brand">
          <b>lastref</b> {version}
        </span>
        {up && (
          <button type="button" class="link" onClick={up}>
            ← All runs
          </button>
        )}
        <button type="button" class="small theme" onClick={change}>
          {theme === 'auto' ? 'Light or dark: as the system' : `Always ${theme}`}
        </button>
      </header>
      {children}
    </>
  );
}
