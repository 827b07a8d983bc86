import type { Walk } from '../../traces/viewer/data.ts';

const STATES = new Intl.NumberFormat('en');

/** The facts of the run: enough to make it again. */
export function Facts({ walk }: { readonly walk: Walk }) {
  const { facts, bounds, fairness } = walk;
  const numbers = Object.entries(bounds).map(([name, n]) => `${name}=${n}`);
  const rows: (readonly [string, string | null])[] = [
    ['bounds', numbers.join(', ') || null],
    ['fairness', fairness],
    ['found by', facts && `${facts.engine}, lastref ${facts.version}`],
    ['states seen', facts?.states ? STATES.format(facts.states) : null],
    ['seed', facts?.seed == null ? null : String(facts.seed)],
    ['path', facts?.path ?? null],
    ['shape', facts && !facts.sameShape ? 'the model has changed since this was recorded' : null],
  ];
  return (
    <section class="facts" aria-label="Facts of the run">
      <h3>The run</h3>
      <dl>
        {rows.map(
          ([name, text]) =>
            text !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      {facts && (
        <p class="replay">
          To prove it again: <code>{facts.replay}</code>
        </p>
      )}
    </section>
  );
}
