/** Every form of names that were made to break it, and of traces that are long. */
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter } from '../engine/fixtures/counter.ts';
import { type Example, example, exampleOf } from '../engine/fixtures/hostile.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import { type Run, run } from '../engine/trace.ts';
import { fromItf } from './from-itf.ts';
import { toItf } from './itf.ts';
import { isItf, parseItf } from './itf-file.ts';
import { MERMAID_SIZE, toMermaid } from './mermaid.ts';
import { toPlantUml } from './plantuml.ts';
import { toShiViz } from './shiviz.ts';
import { toTlc } from './tlc.ts';
import { toVitest } from './vitest-test.ts';

const forAll = (check: (example: Example) => void) =>
  fc.assert(fc.property(example, check), { numRuns: 60 });

test('ITF of hostile names is read back equal', () => {
  forAll(({ model, system, file, done }) => {
    const data: unknown = JSON.parse(JSON.stringify(toItf(file, done)));
    if (!isItf(data)) throw new Error('not taken for ITF');
    const reading = { model, mutations: null, file: null, bounds: {}, mutation: null };
    const read = fromItf(parseItf(data, 'x'), { ...reading, version: '0' }, 'x');
    expect(JSON.stringify(read.steps)).toBe(JSON.stringify(file.steps));
    expect(run(system, read.steps).refused).toBeNull();
  });
});

test('TLC: as many states as there are, each step between two of them', () => {
  forAll(({ file, done }) => {
    const { counterexample, vars } = JSON.parse(JSON.stringify(toTlc(file, done)));
    expect(vars).toEqual(['talker', 'word']);
    expect(counterexample.state.map(([number]: [number]) => number)).toEqual(
      done.states.map((_, i) => i + 1),
    );
    for (const [i, [from, { name }, to]] of counterexample.action.entries()) {
      expect([from, to]).toEqual([counterexample.state[i], counterexample.state[i + 1]]);
      expect(name).toBe(file.steps[i]?.action);
    }
  });
});

const MERMAID = [
  /^sequenceDiagram$/,
  / {2}accTitle: SAFE$/,
  / {2}participant t\d as SAFE$/,
  / {2}participant state as state$/,
  / {2}t\d->>state: SAFE$/,
  / {2}Note over (t0,)?state: SAFE$/,
];
const PLANTUML = [
  /@startuml$/,
  /title SAFE$/,
  /participant "SAFE" as t\d$/,
  /participant "state" as state$/,
  /t\d -> state : SAFE$/,
  /note right of state : SAFE$/,
  /note over (t0, )?state : SAFE$/,
  /@enduml$/,
];

/** Whether a line is one of these, with nothing but text and characters by their code in it. */
const isOneOf = (lines: readonly RegExp[], safe: string, line: string): boolean =>
  lines.some(({ source }) => new RegExp(`^${source.replace('SAFE', safe)}`, 'u').test(line));

test('a diagram holds no line but those that were meant', () => {
  const text = '[\\p{L}\\p{N} _.,=()/→…+-]';
  forAll(({ system, file, done }) => {
    for (const line of toMermaid(system, file, done).split('\n')) {
      expect(isOneOf(MERMAID, `(?:${text}|#\\d+;)+`, line), line).toBe(true);
    }
    for (const line of toPlantUml(system, file, done).split('\n')) {
      expect(isOneOf(PLANTUML, `(?:${text}|<U\\+[0-9A-F]{4,6}>)+`, line), line).toBe(true);
      expect(line.replaceAll(' -> ', '')).not.toMatch(/([_./=+-])\1/);
    }
  });
});

test('ShiViz: its expression finds each step, with the host in its own clock', () => {
  forAll(({ system, done }) => {
    const [expression = '', delimiter, ...log] = toShiViz(system, done).split('\n');
    expect([delimiter, log.length]).toEqual(['', done.steps.length]);
    const events = [...log.join('\n').matchAll(new RegExp(expression, 'g'))];
    expect(events.map(([line]) => line)).toEqual(log);
    expect(new Set(events.map(([, host]) => host)).size).toBe(done.steps.length);
    for (const [, host = '', clock = ''] of events) {
      expect(host in {}).toBe(false);
      expect(JSON.parse(clock)[host]).toBe(1);
    }
  });
});

test('a vitest test holds the steps as they are', () => {
  forAll(({ file }) => {
    const from = './talk.ts';
    const text = toVitest(file, { model: { name: 'talk', from }, mutations: null });
    const [, steps = ''] = /const steps = (\[[\s\S]*?\n\]);\n/.exec(text) ?? [];
    expect(JSON.stringify(runInNewContext(`(${steps})`))).toBe(JSON.stringify(file.steps));
  });
});

const ROUND = ['increment', 'increment', 'increment', 'reset'];
const long = exampleOf(
  counter,
  Array.from({ length: 2000 }, (_, i) => ({ action: ROUND[i % 4] ?? '', params: {} })),
  'inRange',
);

test('only Mermaid, which would refuse it, leaves steps of a long trace out', () => {
  const { system, file, done } = long;
  const diagram = toMermaid(system, { ...file, loop: 0 }, done);
  expect(diagram.length).toBeLessThanOrEqual(MERMAID_SIZE);
  expect(diagram.length).toBeGreaterThan(MERMAID_SIZE - 300);
  const [, left] = /Note over state: (\d+) steps are left out/.exec(diagram) ?? [];
  const shown = [...diagram.matchAll(/->>state: (\d+) /g)].map(([, number]) => Number(number));
  expect(shown.length + Number(left)).toBe(2000);
  expect([shown[0], shown.at(-1)]).toEqual([1, 2000]);
  expect(diagram.match(/^ {2}(loop for ever|end)$/gm)).toEqual(['  loop for ever', '  end']);
  expect([...toPlantUml(system, file, done).matchAll(/ -> state :/g)]).toHaveLength(2000);
  expect(toShiViz(system, done).split('\n')).toHaveLength(2002);
});

test('TLC goes back from the last step of a loop to a state that is there', () => {
  const { file, done } = exampleOf(counter, long.file.steps.slice(0, 5), 'inRange');
  const { counterexample } = JSON.parse(JSON.stringify(toTlc({ ...file, loop: 1 }, done)));
  expect(counterexample.state).toHaveLength(5);
  const [from, action, to] = counterexample.action.at(-1);
  expect([from[0], action.name, to]).toEqual([5, 'increment', counterexample.state[1]]);
});

test('every form is the same text each time', () => {
  const { system, file, done } = exampleOf(counter, long.file.steps.slice(0, 8), 'inRange');
  const all = (again: Run) => [
    JSON.stringify([toItf(file, again), toTlc(file, again)]),
    toMermaid(system, file, again),
    toPlantUml(system, file, again),
    toShiViz(system, again),
  ];
  expect(all(run(instantiate(counter), file.steps))).toEqual(all(done));
});
