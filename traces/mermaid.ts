import { headline } from '../engine/report/headline.ts';
import { changesOf, PLAIN, stepText } from '../engine/report/lanes.ts';
import { clip } from '../engine/report/show.ts';
import { title } from '../engine/report/text.ts';
import type { System } from '../engine/system/system.ts';
import type { Run } from '../engine/trace.ts';
import type { TraceFile } from './trace-file.ts';

/** Longest text beside an arrow: longer ones make a diagram that nobody can read. */
const TEXT = 120;

/** A trace as a Mermaid sequence diagram: an arrow from the thread to the state it changes. */
export function toMermaid(system: System, { property, loop }: TraceFile, done: Run): string {
  const who = [...new Set(done.steps.map(({ thread }) => thread ?? PLAIN))];
  const alias = (lane: string) => `t${who.indexOf(lane)}`;
  const [reason = ''] = headline(
    system,
    { ...property, property: property.name, loop: loop ?? null },
    done,
    'recorded',
  );
  const arrows = done.steps.flatMap((step, i) => {
    const changes = changesOf(system, done.states[i], step, done.states[i + 1]);
    const from = alias(step.thread ?? PLAIN);
    return [
      ...(i === loop ? ['  loop for ever'] : []),
      `  ${from}->>state: ${literal(`${i + 1} ${stepText(step)}`)}`,
      ...(changes.length > 0 ? [`  Note over state: ${literal(changes.join(', '))}`] : []),
    ];
  });
  const isRound = loop !== undefined && loop < done.steps.length;
  return [
    'sequenceDiagram',
    `  accTitle: ${literal(title(system))}`,
    ...who.map((lane) => `  participant ${alias(lane)} as ${literal(lane)}`),
    '  participant state as state',
    ...arrows,
    ...(isRound ? ['  end'] : []),
    `  Note over ${who.length > 0 ? `${alias(who[0] ?? PLAIN)},` : ''}state: ${literal(reason)}`,
  ].join('\n');
}

/** All that Mermaid could take for syntax (`;`, `#`, quotes, brackets) as character codes. */
const literal = (text: string): string =>
  clip(text, TEXT).replace(
    /[^\p{L}\p{N} _.,=()/→…+-]/gu,
    (char) => `#${char.codePointAt(0) ?? 63};`,
  );
