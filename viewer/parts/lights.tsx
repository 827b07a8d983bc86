import type { Mark } from '../../traces/viewer/data.ts';
import type { LightAt, Look } from '../look.ts';

/** A sign and a word for each mark, so that none is told by colour alone. */
const SIGNS: Readonly<Record<Mark, readonly [sign: string, word: string]>> = {
  holds: ['✓', 'holds'],
  broken: ['✗', 'broken'],
  owed: ['◷', 'owed'],
  away: ['↗', 'not here'],
  reached: ['★', 'reached'],
  unreached: ['☆', 'not yet'],
};

const GROUPS = [
  ['Must hold', ['always', 'step', 'deadlock']],
  ['Must come', ['leadsTo', 'recoverable']],
  ['Goals', ['reachable']],
] as const;

interface Props {
  readonly look: Look;
  readonly step: number;
}

/** How every property and goal stands after a step. */
export function Lights({ look, step }: Props) {
  const lights = look.lights(step);
  if (lights.length === 0) return null;
  return (
    <section class="lights" aria-label="Properties">
      <h3>Properties and goals</h3>
      {GROUPS.map(([title, kinds]) => {
        const some = lights.filter(({ kind }) => kinds.some((each) => each === kind));
        return some.length > 0 && <Group key={title} title={title} some={some} step={step} />;
      })}
    </section>
  );
}

interface GroupProps {
  readonly title: string;
  readonly some: readonly LightAt[];
  readonly step: number;
}

function Group({ title, some, step }: GroupProps) {
  const count = (mark: Mark) => some.filter((light) => light.mark === mark).length;
  const marks = Object.entries(SIGNS) as [Mark, readonly [string, string]][];
  const said = marks.flatMap(([mark, [sign, word]]) =>
    count(mark) > 0 ? [`${sign} ${count(mark)} ${word}`] : [],
  );
  const isBad = count('broken') > 0;
  return (
    <details class="light-group" open={isBad}>
      <summary>
        <b>{title}</b> <span class={isBad ? 'sum bad' : 'sum'}>{said.join('   ')}</span>
      </summary>
      <ul>
        {some.map(({ property, mark, of, from }) => (
          <li key={property} class={`light ${mark}${from === step && step > 0 ? ' delta' : ''}`}>
            <span class="sign" aria-hidden="true">
              {SIGNS[mark][0]}
            </span>
            <span class="name">{property}</span>
            <span class="note">
              {SIGNS[mark][1]}
              {of.length > 0 && `: ${of.join('; ')}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
