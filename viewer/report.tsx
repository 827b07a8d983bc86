import { render } from 'preact';
import type { ViewerData } from '../traces/viewer/data.ts';
import { nameOf } from './look.ts';
import { Overview } from './parts/overview.tsx';
import { Shell } from './parts/shell.tsx';
import { WalkView } from './parts/walk-view.tsx';
import { useRoute } from './route.ts';
import './style.css';

/** What the document holds, or why it cannot be shown. */
function read(): ViewerData | string {
  try {
    const text = document.getElementById('data')?.textContent ?? '';
    const data: ViewerData = JSON.parse(text);
    if (data?.format === 'lastref-view' && data.version === 1) return data;
    return 'This file does not hold what a lastref report holds.';
  } catch {
    return 'This report was cut short: its data is not whole.';
  }
}

function Report({ data }: { readonly data: ViewerData }) {
  const lengths = data.walks.map(({ steps }) => steps.length);
  const [route, go] = useRoute(lengths);
  const walk = route.walk === null ? undefined : data.walks[route.walk];
  document.title = walk ? `${nameOf(walk)} · lastref` : `${data.title} · lastref`;
  // A search has figures, and how often each action ran.
  const hasOverview = data.runs.length > 1 || data.runs.some(({ depth }) => depth !== null);
  return (
    <Shell
      version={data.lastref}
      up={hasOverview && walk ? () => go({ walk: null, step: 0 }) : null}
    >
      {walk ? (
        <WalkView
          key={route.walk}
          walk={walk}
          step={route.step}
          go={(to) =>
            go(({ walk, step }) => ({ walk, step: typeof to === 'number' ? to : to(step) }))
          }
        />
      ) : (
        <Overview
          data={data}
          open={(at) => go({ walk: at, step: data.walks[at]?.finding?.step ?? 0 })}
        />
      )}
    </Shell>
  );
}

const Failed = ({ text }: { readonly text: string }) => (
  <main class="failed">
    <p role="alert">{text}</p>
  </main>
);

const data = read();
const root = document.getElementById('root');
if (root) {
  try {
    render(typeof data === 'string' ? <Failed text={data} /> : <Report data={data} />, root);
  } catch {
    // Data of another shape than it says: what was shown of it so far is of no use.
    const fresh = document.createElement('div');
    root.replaceWith(fresh);
    render(<Failed text="The data of this report is not what it says: it was changed." />, fresh);
  }
}
