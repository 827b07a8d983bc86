import type { Walk } from '../../traces/viewer/data.ts';
import { nameOf } from '../look.ts';
import type { Moment } from '../moments.ts';

interface Props {
  readonly walk: Walk;
  readonly moments: readonly Moment[];
  readonly step: number;
  readonly go: (step: number) => void;
}

/** What this is about, what is broken and why, and the few steps that decide it. */
export function Headline({ walk, moments, step, go }: Props) {
  const { finding, title, source } = walk;
  const [first, ...more] = finding?.headline ?? ['A walk that breaks nothing.'];
  const isBad = finding !== null && finding.kind !== 'reachable';
  return (
    <header class="headline">
      <h1>{nameOf(walk)}</h1>
      {title !== null && <p class="about">{title}</p>}
      <p class={isBad ? 'verdict bad' : 'verdict'}>
        {isBad && <span aria-hidden="true">⚠ </span>}
        {first}
      </p>
      {more.map((line) => (
        <p class="verdict more" key={line}>
          {line.trim()}
        </p>
      ))}
      {source && (
        <p class="source">
          The fault: {source.cite}{' '}
          <span class="status">{STATUS.get(source.status) ?? source.status}</span>
        </p>
      )}
      {moments.length > 0 && (
        <nav class="moments" aria-label="The steps that decide it">
          <span class="label">In short</span>
          <ol>
            {moments.map(({ step: at, why }) => (
              <li key={at}>
                <button
                  type="button"
                  aria-current={at === step ? 'step' : undefined}
                  onClick={() => go(at)}
                >
                  <span>
                    <b>{at}</b> {walk.steps[at - 1]?.thread} <code>{walk.steps[at - 1]?.name}</code>
                  </span>
                  <small>{why.join('; ')}</small>
                </button>
              </li>
            ))}
          </ol>
        </nav>
      )}
    </header>
  );
}

const STATUS: ReadonlyMap<string, string> = new Map([
  ['DOC', 'named in a mail or commit'],
  ['DER', 'derived from posted code'],
]);
