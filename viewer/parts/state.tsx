import { showValue } from '../../engine/report/show.ts';
import type { Field, Look } from '../look.ts';
import { Delta } from './cards.tsx';

interface Props {
  readonly look: Look;
  readonly step: number;
  readonly isFull: boolean;
  readonly setFull: (isFull: boolean) => void;
  /** Goes on until a field changes. */
  readonly onChange?: (path: string[]) => void;
}

const WIDTH = 200;

/** The state, grouped by id: all of it, or what the step changed. */
export function StateTree({ look, step, isFull, setFull, onChange }: Props) {
  const changed = look.changed(step);
  const { finding } = look.walk;
  const isBroken = finding?.step === step;
  const read = new Set(isBroken ? finding.reads.map(({ path }) => path) : []);
  const before = new Map(
    step > 0 ? look.fields(step - 1).map(({ path, value }) => [path, value]) : [],
  );
  const fields = look
    .fields(step)
    .filter(({ path }) => isFull || step === 0 || changed.has(path) || read.has(path));
  return (
    <section class="state" aria-label="State">
      <h3>
        {isFull || step === 0 ? 'Whole state' : 'Changed by this step'}
        <button type="button" class="small" aria-pressed={isFull} onClick={() => setFull(!isFull)}>
          {isFull ? 'Changes only' : 'Whole state'} <kbd>d</kbd>
        </button>
      </h3>
      {fields.length === 0 && <p class="none">This step changed nothing.</p>}
      {[...groups(fields)].map(([name, own]) => (
        <table key={name}>
          <caption>{name}</caption>
          <tbody>
            {own.map(({ path, keys, value }) => (
              <tr key={path} class={rowClass(changed.has(path), read.has(path))}>
                <th scope="row">
                  {changed.has(path) && <Delta />}
                  {read.has(path) && <Read />}
                  {path.slice(name.length + 1) || path}
                </th>
                <td>
                  {changed.has(path) && (
                    <>
                      <del>{showValue(before.get(path), WIDTH)}</del>{' '}
                      <span aria-hidden="true">→</span>{' '}
                    </>
                  )}
                  <span class="word">{showValue(value, WIDTH)}</span>
                </td>
                {onChange && (
                  <td class="n">
                    <button
                      type="button"
                      class="link"
                      title="the shortest way to where this changes"
                      onClick={() => onChange([...keys])}
                    >
                      on to next Δ<span class="hidden"> of {path}</span>
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}

const rowClass = (isChanged: boolean, isRead: boolean): string =>
  [isChanged && 'delta', isRead && 'read'].filter(Boolean).join(' ');

const Read = () => (
  <>
    <span class="mark bad" aria-hidden="true">
      ⚠
    </span>
    <span class="hidden">read by what is broken: </span>
  </>
);

/** Fields by the two keys that lead to them: the table and the id in it. */
function groups(fields: readonly Field[]): Map<string, Field[]> {
  const found = new Map<string, Field[]>();
  for (const field of fields) {
    const keys = field.path.split('.');
    const name = keys.length > 2 ? keys.slice(0, 2).join('.') : (keys[0] ?? '');
    const known = found.get(name);
    if (known) known.push(field);
    else found.set(name, [field]);
  }
  return found;
}
