import type { CodeFlow, Location, ThreadFlowLocation } from 'sarif';
import type { Counterexample, ReportStep, Spot } from '../report-of-runs.ts';

/** Most locations of a thread flow: GitHub refuses a file with more. */
export const MOST_LOCATIONS = 10_000;

/**
 * The steps of a counterexample as SARIF has them: one flow, since their order is what matters,
 * each step at the line of its action. Of a longer one the last steps are kept, where it breaks.
 */
export function codeFlow(
  { steps, loop, headline }: Counterexample,
  location: (spot: Spot, text: string) => Location,
): CodeFlow {
  const skipped = Math.max(0, steps.length - MOST_LOCATIONS);
  const locations = steps.slice(skipped).map((step, i): ThreadFlowLocation => {
    const at = skipped + i;
    const text = `${at + 1} ${textOf(step, loop !== null && at >= loop)}`;
    const isLast = at === steps.length - 1;
    return {
      location: step.spot ? location(step.spot, text) : { message: { text } },
      executionOrder: at + 1,
      importance: isLast ? 'essential' : 'important',
    };
  });
  const [first = ''] = headline.split('\n');
  const left = skipped > 0 ? `steps 1 to ${skipped} are left out; ` : '';
  return { message: { text: `${left}${first}` }, threadFlows: [{ locations }] };
}

function textOf({ name, thread, changes }: ReportStep, repeated: boolean): string {
  const who = thread === null ? '' : `${thread}: `;
  const what = changes === '' ? '' : ` (${changes})`;
  return `${who}${name}${what}${repeated ? ', over and over' : ''}`;
}
