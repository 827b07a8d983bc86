import type { System } from '../system/system.ts';
import { run, type TraceStep } from '../trace.ts';
import type { Finding } from './claim-of.ts';
import type { Cause, Explanation, Waited } from './explain.ts';
import { partingText, refusedReads } from './explain-parting.ts';
import { guardTable, readsTable } from './explain-reads.ts';
import { fold } from './fold.ts';
import { forEver } from './for-ever.ts';
import { headline } from './headline.ts';
import { changesOf } from './lanes.ts';
import { type Paint, plain } from './paint.ts';
import { showRefused } from './refused.ts';
import { clip, showIds } from './show.ts';
import { table } from './table.ts';
import { heading } from './text.ts';

/** Longest text of what a step of a loop changes; a trace shown has all of it. */
const CHANGES = 72;

/** An explanation as text: what is wrong, what was read, who wrote that, where the runs part. */
export function explainText(
  system: System,
  finding: Finding,
  steps: readonly TraceStep[],
  explanation: Explanation,
  paint: Paint = plain,
): string {
  const { refused, cause, parting, violated } = explanation;
  if (refused || !cause) {
    const why = refused ? `the trace no longer runs: ${showRefused(refused)}` : '';
    const reads = refused ? refusedReads(refused, paint) : [];
    return [...heading(system, [why], paint), ...section(reads)].join('\n');
  }
  const done = run(system, steps);
  const [first = ''] = headline(system, finding, done, 'recorded');
  const said = violated ? first : notViolated(finding, cause, steps.length);
  return [
    ...heading(system, [said], paint, !violated),
    ...(cause.kind === 'leadsTo'
      ? waitText(system, finding, steps, cause, paint)
      : section(causeText(cause, paint))),
    ...(parting ? section(partingText(parting, paint)) : []),
  ].join('\n');
}

const section = (lines: readonly string[]): string[] => (lines.length > 0 ? ['', ...lines] : []);

function notViolated({ property, conjunct, params }: Finding, cause: Cause, steps: number): string {
  const name = conjunct === null ? property : `${property}/${conjunct}`;
  const ids = Object.keys(params).length > 0 ? ` for ${showIds(params)}` : '';
  if (cause.kind === 'deadlock') return `no deadlock after ${steps} steps`;
  if (cause.kind === 'leadsTo') return `${name} holds${ids}: ${cause.flaw ?? 'what is owed comes'}`;
  return `${name} holds${ids} after ${steps} steps`;
}

function causeText(cause: Exclude<Cause, Waited>, paint: Paint): string[] {
  switch (cause.kind) {
    case 'always':
    case 'recoverable':
      return readsTable(cause.reads, paint);
    case 'step':
      return [
        ...readsTable(cause.before, paint, 'read before the step'),
        ...section(readsTable(cause.after, paint, 'read after it')),
      ];
    case 'deadlock':
      return cause.threads.flatMap(({ thread, label, steps }, i) => [
        ...(i > 0 ? [''] : []),
        `${thread} stands at ${label}${steps.length > 0 ? '' : ', where no step starts'}`,
        ...steps.flatMap(({ step, changesNothing, reads }) => [
          changesNothing ? `${step} changes nothing` : `${step} waits`,
          ...guardTable(reads, paint, !changesNothing).map((line) => `  ${line}`),
        ]),
      ]);
  }
}

/** What is owed since when, what would answer it, and what goes on meanwhile. */
function waitText(
  system: System,
  { loop }: Finding,
  steps: readonly TraceStep[],
  { since, owed, unanswered, loop: round }: Waited,
  paint: Paint,
): string[] {
  const done = run(system, steps);
  const from = loop ?? steps.length;
  const start = since === 0 ? 'owed from the start' : `owed since step ${since ?? steps.length}`;
  const rows = round.map(({ step, name }) => {
    const [before, taken, after] = [done.states[step - 1], done.steps[step - 1], done.states[step]];
    return [
      String(step),
      name,
      taken ? clip(changesOf(system, before, taken, after).join(', '), CHANGES) : '',
    ];
  });
  const columns = [
    { heading: '', align: 'right' },
    { heading: 'step' },
    { heading: 'changed' },
  ] as const;
  return [
    ...section(readsTable(owed.reads, paint, start)),
    ...section(readsTable(unanswered.reads, paint, `not answered after step ${steps.length}`)),
    ...section(rows.length > 0 ? table(columns, rows).split('\n') : []),
    ...(rows.length > 0 ? [] : ['']),
    ...forEver(system, done, from).flatMap(fold),
  ];
}
