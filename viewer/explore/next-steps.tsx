import type { Next } from '../../traces/viewer/ask.ts';
import type { Look } from '../look.ts';
import { Because } from '../parts/threads.tsx';

interface Props {
  readonly look: Look;
  readonly step: number;
  readonly next: readonly Next[];
  readonly take: (step: Next) => void;
  readonly go: (step: number) => void;
}

/** Every step that can run, with what it would do, and every one that is refused, with why. */
export function NextSteps({ look, step, next, take, go }: Props) {
  const refused = look.refused(step);
  return (
    <section class="next" aria-label="Next steps">
      <h3>
        Take a step <span class="sum">{next.length} can run</span>
      </h3>
      {next.length === 0 && <p class="none">Nothing can run: this walk ends here.</p>}
      <ul class="choices">
        {next.map((each) => (
          <li key={`${each.thread} ${each.name}`}>
            <button
              type="button"
              class={each.breaks.length > 0 ? 'choice breaks' : 'choice'}
              onClick={() => take(each)}
            >
              <span class="do">
                <b>{each.thread ?? 'any time'}</b> <code>{each.name}</code>
              </span>
              <span class="effect">{each.changes.join(', ')}</span>
              {each.breaks.length > 0 && (
                <span class="effect bad">
                  <span aria-hidden="true">⚠ </span>breaks {each.breaks.join(', ')}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {refused.length > 0 && (
        <details open={refused.length < 12}>
          <summary>{refused.length} refused, and why</summary>
          <ul class="refusals">
            {refused.map(({ step: name, thread, path, value }) => (
              <li key={`${thread} ${name}`} class="refused">
                <span aria-hidden="true">⊘</span> <b>{thread}</b> <code>{name}</code> refused
                <Because look={look} step={step} path={path} value={value} go={go} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
