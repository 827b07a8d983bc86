import { changesOf, stepText } from '../../engine/report/lanes.ts';
import type { System } from '../../engine/system/system.ts';
import { run } from '../../engine/trace.ts';
import { slug } from '../../traces/write.ts';
import { recordedPath } from '../expected.ts';
import { grouped } from '../io.ts';
import type { Measured } from './data.ts';
import type { Entry } from './entries.ts';
import { table } from './scenarios.ts';

/** An entry and what was measured of it. */
export interface Known extends Entry {
  readonly measured: Measured;
}

/** The table of all faults: what each breaks, and how it was found. */
export function tableOf(all: readonly Known[]): string {
  const head = ['id', 'fault', 'protocol', 'source', 'breaks', 'steps', 'states', 'time', 'hunts'];
  const rows = all.map(({ id, mutation, protocol, source, breaks, trace, measured }) => [
    id ?? '–',
    `[${escaped(mutation)}](#${anchor(protocol, mutation)})`,
    `\`${protocol}\``,
    source?.status ?? '–',
    `\`${breaks}\``,
    `${trace.steps.length}`,
    trace.found.states === undefined ? '–' : grouped(trace.found.states),
    measured.time,
    measured.hunts === null
      ? 'one run shows nothing'
      : `${measured.hunts.found} of ${measured.hunts.of}`,
  ]);
  return table(head, rows);
}

/** One fault: where it comes from, and its interleaving in words. */
export function chapterOf({
  id,
  mutation,
  protocol,
  source,
  breaks,
  trace,
  system,
}: Known): string {
  const { conjunct, params } = trace.property;
  const whom = Object.values(params).join(', ');
  const what = `\`${breaks}${conjunct === null ? '' : `/${conjunct}`}\``;
  const bounds = Object.entries(trace.bounds).map(([name, n]) => `${name}=${n}`);
  return [
    `### ${id === null ? '' : `${id}: `}${escaped(mutation)}`,
    `<a id="${anchor(protocol, mutation)}"></a>`,
    '',
    `In \`${protocol}\`. ${cited(source)} Breaks ${what}${whom === '' ? '' : ` for ${whom}`}` +
      ` after ${trace.steps.length} steps; bounds ${bounds.join(', ')}.`,
    `[The trace](../${recordedPath(protocol, mutation)}).`,
    '',
    ...interleaving(system, trace),
  ].join('\n');
}

function cited(source: Known['source']): string {
  if (source === null) return 'A step of the protocol left out or changed.';
  const how =
    source.status === 'DOC' ? 'Documented:' : 'Derived, a hypothesis about the posted code:';
  return `${how} ${escaped(source.cite)}.`;
}

/** The steps of a run, numbered: who does what, and what that changes. */
function interleaving(system: System, { steps, loop }: Known['trace']): string[] {
  const done = run(system, steps);
  return done.steps.flatMap((step, i) => {
    const changes = changesOf(system, done.states[i], step, done.states[i + 1]);
    const who = step.thread === null ? '' : `${step.thread}: `;
    const from = loop === i ? ['', 'From here on, for ever:', ''] : [];
    const what = changes.length > 0 ? ` — ${changes.map(code).join(', ')}` : '';
    return [...from, `${i + 1}. ${who}${code(stepText(step))}${what}`];
  });
}

const anchor = (protocol: string, mutation: string): string => slug(`${protocol} ${mutation}`);
const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;
const escaped = (text: string): string => text.replaceAll(/[|<>*_[\]]/g, '\\$&');
