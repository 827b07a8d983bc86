import type { System } from '../engine/system/system.ts';
import type { Run } from '../engine/trace.ts';
import { sequenceOf } from './sequence.ts';
import type { TraceFile } from './trace-file.ts';

/** A trace as a PlantUML sequence diagram: an arrow from the thread to the state it changes. */
export function toPlantUml(system: System, file: TraceFile, done: Run): string {
  const { title, who, arrows, loop, reason } = sequenceOf(system, file, done);
  const steps = arrows.flatMap(({ from, text, changes }, i) => [
    ...(i === loop ? ['loop for ever'] : []),
    `t${from} -> state : ${literal(text)}`,
    ...(changes === '' ? [] : [`note right of state : ${literal(changes)}`]),
  ]);
  return [
    '@startuml',
    `title ${literal(title)}`,
    ...who.map((lane, i) => `participant "${literal(lane)}" as t${i}`),
    'participant "state" as state',
    ...steps,
    ...(loop === null ? [] : ['end']),
    `note over ${who.length > 0 ? 't0, ' : ''}state : ${literal(reason)}`,
    '@enduml',
  ].join('\n');
}

/**
 * All that PlantUML could take for syntax, for a call of its preprocessor or, where a sign stands
 * first or twice, for a style of text (`= `, `__`, `--`, `//`) as a character by its code.
 */
const literal = (text: string): string =>
  text.replace(
    /[^\p{L}\p{N} _.,=()/→…+-]|^[_./=+-]|([_./=+-])(?=\1)|(?<=([_./=+-]))\2/gu,
    (char) => `<U+${(char.codePointAt(0) ?? 63).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
