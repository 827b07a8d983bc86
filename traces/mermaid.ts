import type { How } from '../engine/report/headline.ts';
import type { System } from '../engine/system/system.ts';
import type { Run } from '../engine/trace.ts';
import { type Arrow, sequenceOf } from './sequence.ts';
import type { TraceFile } from './trace-file.ts';

/** Longest text that Mermaid draws, and code forges with it: its default for `maxTextSize`. */
export const MERMAID_SIZE = 50_000;
/** Kept free for the line that says how many steps are left out. */
const GAP = 100;

export interface DiagramOptions {
  /** Of a longer trace only so many steps are drawn, and the diagram says so. */
  readonly most?: number;
  readonly how?: How;
}

/**
 * A trace as a Mermaid sequence diagram: an arrow from the thread to the state it changes. Of one
 * that Mermaid would refuse as too long, the first and the last steps.
 */
export function toMermaid(
  system: System,
  file: Pick<TraceFile, 'property' | 'loop'>,
  done: Run,
  { most = Number.POSITIVE_INFINITY, how = 'recorded' }: DiagramOptions = {},
): string {
  const { title, who, arrows, loop, reason } = sequenceOf(system, file, done, how);
  const head = [
    'sequenceDiagram',
    `  accTitle: ${literal(title)}`,
    ...who.map((lane, i) => `  participant t${i} as ${literal(lane)}`),
    '  participant state as state',
  ];
  const foot = `  Note over ${who.length > 0 ? 't0,' : ''}state: ${literal(reason)}`;
  const [begin, end] = loop === null ? [[], []] : [['  loop for ever'], ['  end']];
  const blocks = arrows.map(block);
  const room = MERMAID_SIZE - size([...head, ...begin, ...end, foot]) - GAP;
  const { first, last } = kept(blocks, room, most);
  const left = blocks.length - first - last;
  const body = blocks.flatMap((lines, i) => [
    ...(i === loop ? begin : []),
    ...(i === first && left > 0 ? [`  Note over state: ${left} steps are left out`] : []),
    ...(i < first || i >= blocks.length - last ? lines : []),
  ]);
  return [...head, ...body, ...end, foot].join('\n');
}

const block = ({ from, text, changes }: Arrow): string[] => [
  `  t${from}->>state: ${literal(text)}`,
  ...(changes === '' ? [] : [`  Note over state: ${literal(changes)}`]),
];

const size = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + line.length + 1, 0);

/** How many blocks from the start and from the end have room, as many of each as there is. */
function kept(blocks: readonly string[][], room: number, most: number) {
  const sizes = blocks.map(size);
  const total = sizes.reduce((sum, each) => sum + each, 0);
  if (total <= room && blocks.length <= most) return { first: blocks.length, last: 0 };
  let left = room;
  let first = 0;
  let last = 0;
  while (first + last < Math.min(most, blocks.length)) {
    const isFirst = first < last;
    const next = sizes[isFirst ? first : blocks.length - 1 - last] ?? 0;
    if (next > left) break;
    left -= next;
    if (isFirst) first += 1;
    else last += 1;
  }
  return { first, last };
}

/** All that Mermaid could take for syntax (`;`, `#`, quotes, brackets) as character codes. */
const literal = (text: string): string =>
  text.replace(/[^\p{L}\p{N} _.,=()/→…+-]/gu, (char) => `#${char.codePointAt(0) ?? 63};`);
