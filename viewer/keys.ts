import { useEffect, useRef } from 'preact/hooks';

/** What keys do, by the name of the key. */
export type Keys = Readonly<Record<string, () => void>>;

/** Hands keys on while the reader is not typing; Escape leaves a field. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (target instanceof HTMLElement && target.matches('input, textarea, select')) {
        if (event.key === 'Escape') target.blur();
        return;
      }
      const own = latest.current;
      const act = Object.hasOwn(own, event.key) ? own[event.key] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
