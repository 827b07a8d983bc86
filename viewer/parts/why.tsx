import { showValue } from '../../engine/report/show.ts';
import type { FindingData } from '../../traces/viewer/data.ts';
import type { Look } from '../look.ts';
import { StepLink } from './threads.tsx';

interface Props {
  readonly look: Look;
  readonly go: (step: number) => void;
}

const WIDTH = 120;

/** Why the property is broken: what it read, who wrote that, and what a right model does. */
export function Why({ look, go }: Props) {
  const { finding } = look.walk;
  if (!finding) return null;
  return (
    <section class="why" aria-label="Why">
      <h3>Why it is broken</h3>
      {finding.reads.length > 0 && (
        <table>
          <caption class="hidden">What the property read</caption>
          <thead>
            <tr>
              <th scope="col">it read</th>
              <th scope="col">value</th>
              <th scope="col">put there by</th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(finding).map(({ path, value, step }, i) => (
              <tr key={i}>
                <th scope="row">{path}</th>
                <td>{showValue(value, WIDTH)}</td>
                <td>
                  {step === null ? (
                    'the initial state'
                  ) : (
                    <StepLink look={look} step={step} go={go} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Parting look={look} go={go} />
    </section>
  );
}

/** A list has a row for each of its items, which may have come by several steps. */
const rowsOf = ({ reads }: FindingData) =>
  reads.flatMap(({ path, value, writer, items = [] }) =>
    items.length > 0
      ? items.map((item, i) => ({
          path: i === 0 ? path : '',
          value: item.value,
          step: item.writer?.step ?? null,
        }))
      : [{ path, value, step: writer?.step ?? null }],
  );

function Parting({ look, go }: Props) {
  const { parting = null } = look.walk.finding ?? {};
  if (!parting || look.walk.mutation === null) return null;
  const { at, step, fields, refused } = parting;
  if (at === 'refusal' && refused) {
    return (
      <p>
        Without the fault, <StepLink look={look} step={refused.step} go={go} /> is refused:{' '}
        {refused.text}.
      </p>
    );
  }
  if (at === 'nowhere' || !step) {
    return <p>Without the fault all steps run just so: what differs is what is asked of them.</p>;
  }
  return (
    <>
      <p>
        The fault shows at <StepLink look={look} step={step.step} go={go} />. Without it the same
        step leaves:
      </p>
      <table>
        <caption class="hidden">What the model without the fault does</caption>
        <thead>
          <tr>
            <th scope="col">field</th>
            <th scope="col">with the fault</th>
            <th scope="col">without</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ path, mutated, correct }) => (
            <tr key={path}>
              <th scope="row">{path}</th>
              <td>{showValue(mutated, WIDTH)}</td>
              <td>{showValue(correct, WIDTH)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {refused && (
        <p>
          and <StepLink look={look} step={refused.step} go={go} /> is refused: {refused.text}.
        </p>
      )}
    </>
  );
}
