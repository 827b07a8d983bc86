import { changesOf, stepText } from '../engine/report/lanes.ts';
import type { Step, System } from '../engine/system/system.ts';
import type { Run } from '../engine/trace.ts';
import { momentsOf } from './happens-before.ts';

/** How ShiViz is to take a line apart. It has no use for a round bracket that names nothing. */
const LINE = '(?<host>\\S+) (?<clock>{[^}]*}) (?<event>[^\\t\\n]*)\\t(?<changed>.*)';
/** The host of steps of no thread: no name of a thread is written like it. */
const PLAIN = '~any-time';

/**
 * A run as a log for ShiViz: the expression that its lines are read with, an empty one for where
 * executions end, then a line for each step. Threads are hosts; see `momentsOf` for the clocks.
 */
export function toShiViz(system: System, run: Run): string {
  const hosts = hostsOf(system);
  const hostOf = ({ thread, body }: Step) =>
    (thread !== null && hosts.get(`${body.point?.field}\n${thread}`)) || PLAIN;
  const lines = momentsOf(system, run, hostOf).map(({ thread, clock }, i) => {
    const step = run.steps[i];
    if (!step) return '';
    const changes = changesOf(system, run.states[i], step, run.states[i + 1]).join(', ');
    const times = JSON.stringify(Object.fromEntries(clock));
    return `${thread} ${times} ${oneLine(`${i + 1} ${stepText(step)}`)}\t${oneLine(changes)}`;
  });
  return [LINE, '', ...lines].join('\n');
}

/** A host for each thread: its id, with the field where two tables have the same id. */
function hostsOf({ threads }: System): Map<string, string> {
  const count = (id: string) => threads.filter((thread) => thread.id === id).length;
  return new Map(
    threads.map(({ field, id }) => [
      `${field}\n${id}`,
      count(id) > 1 ? `${word(field)}/${word(id)}` : word(id),
    ]),
  );
}

/** A text without space, quotes and brackets; different for different texts. */
function word(text: string): string {
  const safe = text.replace(/[^\p{L}\p{N}_.:@-]/gu, code);
  // ShiViz keeps its clocks in plain objects, which have names of their own.
  return safe in {} || safe === '' ? `%;${safe}` : safe;
}

const code = (char: string): string => `%${(char.codePointAt(0) ?? 0).toString(16)};`;

/** A text on one line, and without the tab that ends an event. */
const oneLine = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
