import { type How, headline } from '../engine/report/headline.ts';
import { changesOf, PLAIN, stepText } from '../engine/report/lanes.ts';
import { clip } from '../engine/report/show.ts';
import { title } from '../engine/report/text.ts';
import type { System } from '../engine/system/system.ts';
import type { Run } from '../engine/trace.ts';
import type { TraceFile } from './trace-file.ts';

/** Longest text beside an arrow: longer ones make a diagram that nobody can read. */
const TEXT = 120;

/** A run as every sequence diagram has it: an arrow from a thread to the state it changes. */
export interface Sequence {
  readonly title: string;
  /** The threads that take part, in the order of their first steps. */
  readonly who: readonly string[];
  readonly arrows: readonly Arrow[];
  /** How many arrows come before those that are repeated for ever; null where none are. */
  readonly loop: number | null;
  /** What does not hold, and why. */
  readonly reason: string;
}

export interface Arrow {
  /** Position in `who`. */
  readonly from: number;
  /** `3 take(disk0)`. */
  readonly text: string;
  /** What it changed, or an empty text. */
  readonly changes: string;
}

/** A trace as a sequence of arrows; no text is longer than 120 characters. */
export function sequenceOf(
  system: System,
  { property, loop }: Pick<TraceFile, 'property' | 'loop'>,
  done: Run,
  how: How = 'recorded',
): Sequence {
  const who = [...new Set(done.steps.map(({ thread }) => thread ?? PLAIN))];
  const finding = { ...property, property: property.name, loop: loop ?? null };
  const [reason = ''] = headline(system, finding, done, how);
  const arrows = done.steps.map((step, i) => ({
    from: who.indexOf(step.thread ?? PLAIN),
    text: drawn(`${i + 1} ${stepText(step)}`),
    changes: drawn(changesOf(system, done.states[i], step, done.states[i + 1]).join(', ')),
  }));
  return {
    title: drawn(title(system)),
    who: who.map((thread) => drawn(thread === '' ? '(no name)' : thread)),
    arrows,
    loop: loop !== undefined && loop < done.steps.length ? loop : null,
    reason: drawn(reason),
  };
}

/** A text as it can be drawn: cut, and without what is no character of XML, and so of no SVG. */
const drawn = (text: string): string =>
  clip(text, TEXT).replace(/[\p{Cc}\p{Cn}\p{Cs}]/gu, '\ufffd');
