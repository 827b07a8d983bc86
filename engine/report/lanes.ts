import { labelOf, type State, type Step, type System } from '../system/system.ts';
import type { Run } from '../trace.ts';
import { diff, showChange } from './diff.ts';
import { clip, labelPath, showValue } from './show.ts';

/** Widest text of all lanes together, and of one; beyond that there is one lane, `who: step`. */
const LANES_WIDTH = 72;
const LANE_WIDTH = 40;
/** Where the list of changes is broken into lines. */
const LINE_WIDTH = 116;
/** Stands before each line of what is repeated for ever. */
const LOOP = '│';
export const PLAIN = 'any time';

/**
 * The steps of a run, one column for each thread that takes part, and what each changed. Those from
 * `loop` on, which are repeated for ever, are marked.
 */
export function lanes(
  system: System,
  { states, steps }: Run,
  loop: number = steps.length,
): string[] {
  const who = [...new Set(steps.map(laneOf))].sort(
    (a, b) => laneOrder(system, a) - laneOrder(system, b),
  );
  const texts = steps.map((step) => clip(stepText(step), LANE_WIDTH));
  const widths = who.map((lane) =>
    Math.max(
      lane.length,
      ...texts.filter((_, i) => lane === laneOf(steps[i])).map((t) => t.length),
    ),
  );
  const wide = widths.reduce((sum, width) => sum + width + 2, 0) > LANES_WIDTH;
  const heads = wide ? ['step'] : who;
  const cells = steps.map((step, i) => {
    const text = texts[i] ?? '';
    if (wide) return [step.thread === null ? text : `${step.thread}: ${text}`];
    return who.map((lane) => (lane === laneOf(step) ? text : ''));
  });
  const changes = steps.map((step, i) => changesOf(system, states[i], step, states[i + 1]));
  return draw(heads, cells, changes, loop);
}

const laneOf = (step: Step | undefined): string => step?.thread ?? PLAIN;

/** Threads in the order of the model, then the steps of no thread. */
function laneOrder({ threads }: System, lane: string): number {
  const at = threads.findIndex(({ id }) => id === lane);
  return at < 0 ? threads.length : at;
}

/** A step as its own lane shows it: without the thread, which the lane names. */
export function stepText({ action, params, thread, body }: Step): string {
  const rest = Object.entries(params).filter(
    ([name]) => thread === null || name !== body.point?.field,
  );
  return rest.length > 0
    ? `${action}(${rest.map(([, value]) => showValue(value)).join(', ')})`
    : action;
}

/**
 * What a step changed, each field as `path old→new`: what other threads can see; where that is
 * nothing, the thread's own variables; where those stay too, the label it is now at.
 */
export function changesOf(
  system: System,
  before: State | undefined,
  step: Step,
  after: State | undefined,
): string[] {
  if (!before || !after) return [];
  const { point } = step.body;
  const labels = new Set(system.threads.map((thread) => labelPath(before, thread)));
  const fields = diff(before, after).filter(({ path }) => !labels.has(path));
  const own = `${point?.field}.${step.thread}.`;
  const shared = fields.filter(({ path }) => !path.startsWith(own));
  if (shared.length > 0) return shared.map(showChange);
  const locals = fields.filter(({ path }) => path.startsWith(own) && path !== `${own}ret`);
  if (locals.length > 0) {
    return locals.map((change) => showChange({ ...change, path: change.path.slice(own.length) }));
  }
  const label = point && labelOf(after, point.field, step.thread ?? '');
  if (!label) return before === after ? ['nothing'] : [];
  return label === point.label ? ['nothing'] : [`${step.thread} is now at ${label}`];
}

function draw(
  heads: readonly string[],
  cells: readonly (readonly string[])[],
  changes: readonly (readonly string[])[],
  loop: number,
): string[] {
  const widths = heads.map((head, i) =>
    Math.max(head.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const numbers = String(cells.length).length;
  const row = (number: string, texts: readonly string[]) =>
    ['', number.padStart(numbers), ...widths.map((w, i) => (texts[i] ?? '').padEnd(w)), ''].join(
      '  ',
    );
  const left = row('', []);
  return [
    `${row('', heads)}changed`,
    ...cells.flatMap((texts, i) => {
      const [first = '', ...more] = wrap(changes[i] ?? [], LINE_WIDTH - left.length);
      const lines = [row(String(i + 1), texts) + first, ...more.map((line) => left + line)];
      return i < loop ? lines : lines.map((line) => LOOP + line.slice(LOOP.length));
    }),
  ].map((line) => line.trimEnd());
}

/** Items joined by commas, broken into lines of about a width. */
function wrap(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length + 2 <= width) {
      lines[lines.length - 1] = `${last}, ${item}`;
    } else {
      if (last !== undefined) lines[lines.length - 1] = `${last},`;
      lines.push(item);
    }
  }
  return lines;
}
