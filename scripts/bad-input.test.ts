import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MAX_STEPS } from '../traces/trace-file.ts';
import { runLastref } from './fixtures/run-lastref.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of a text, or of data as JSON. */
function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const COUNTER = './scripts/fixtures/bad/counter.ts';
const trace = {
  format: 'lastref-trace',
  version: 1,
  protocol: 'counter',
  file: COUNTER,
  digest: '0123456789abcdef',
  bounds: { limit: 3 },
  mutation: null,
  steps: [{ action: 'add', params: {} }],
  property: { name: 'bounded', kind: 'always', conjunct: null, params: {}, step: 1 },
  found: { engine: 'reference', version: '0.1.0' },
  source: null,
};
const step = { action: 'add', params: {} };

const check = (...args: string[]) => ['check', COUNTER, ...args];
const mutation = (name: string) => check('--mutation', name, '--step-timeout', '1');
const replay = (name: string, content: string | object) => ['replay', file(name, content)];

test.each<[what: string, args: string[], says: RegExp]>([
  ['an unknown command', ['chekc'], /unknown command 'chekc'\n.*did you mean 'check'/],
  ['an unknown option', check('--bonds', 'a=1'), /unknown option '--bonds'\n.*'--bounds'/],
  ['a missing argument', ['hunt'], /Expected argument/],
  ['an unknown protocol', ['check', 'nothing_like_it'], /unknown protocol[\s\S]*available: {3}\w/],
  ['an unknown mutation', check('--mutation', 'a gard writes'), /did you mean 'a guard writes'/],
  ['an unknown property', check('--property', 'bound'), /did you mean 'bounded'/],
  ['an unknown bound', check('--bounds', 'limits=2'), /unknown bound.*\n.*mean 'limit'/],
  ['an unknown engine', check('--engine', 'fast'), /unknown engine 'fast'[\s\S]*reference/],
  ['a bound out of range', check('--bounds', 'limit=6'), /out of range\n.*from 1 to 5/],
  ['a bound that is no number', check('--bounds', 'limit'), /--bounds limit: 'limit' is not/],
  ['a budget that is no number', check('--max-states', 'many'), /--max-states many is not/],
  ['an amount without a unit', check('--max-memory', '4'), /--max-memory 4 is not[\s\S]*GiB/],
  ['a path that is none', ['hunt', COUNTER, '--path', '1;2'], /--path 1;2 is not a path/],
  ['a file that is not there', ['check', './nowhere.ts'], /there is no file \.\/nowhere\.ts/],
  ['a file that throws', ['check', './scripts/fixtures/bad/throws.ts'], /throws\.ts:9:\d+ throws/],
  [
    'a file without a model',
    ['check', './scripts/fixtures/bad/no-model.ts'],
    /no model[\s\S]*answer/,
  ],
  ['a model of no shape', ['check', './scripts/fixtures/bad/shapeless.ts'], /shapeless: init/],
  ['a recipe that adds a key', mutation('a recipe adds a key'), /add\(\) adds the key m/],
  ['a recipe that removes a key', mutation('a recipe removes a key'), /removes the key n/],
  ['a write outside the draft', mutation('a recipe writes outside its draft'), /only read/],
  ['an unknown label', mutation('a recipe returns an unknown label'), /label 'bsuy'.*\n.*'busy'/],
  ['an impure recipe', mutation('a recipe is impure'), /add\(\) is impure/],
  ['a guard that writes', mutation('a guard writes'), /the guard of add\(\) writes/],
  ['a guard that throws', mutation('a guard throws'), /the guard of add\(\) threw/],
  ['an action without end', mutation('an action never ends'), /add\(\) did not end within 1 s/],
  ['a trace that is not JSON', replay('text.json', '{"format":'), /text\.json is not JSON/],
  ['another version', replay('v2.json', { ...trace, version: 2 }), /version 2 cannot be read/],
  ['a wrong field', replay('f.json', { ...trace, mutation: 3 }), /mutation: .*expected string/],
  ['an unknown field', replay('u.json', { ...trace, extra: 1 }), /Unrecognized key.*extra/],
  [
    'an unknown action',
    replay('action.json', { ...trace, steps: [{ action: 'ad', params: {} }] }),
    /unknown action 'ad' at steps\[0\].*\n.*'add'/,
  ],
  [
    'an unknown parameter',
    replay('params.json', { ...trace, steps: [{ action: 'rest', params: { worker: 'w' } }] }),
    /unknown step 'rest\(w\)' at steps\[0\][\s\S]*rest\(worker0\)/,
  ],
  [
    'a trace that is too long',
    replay('long.json', { ...trace, steps: Array(MAX_STEPS + 1).fill(step) }),
    /steps: Too big/,
  ],
  ['a folder without traces', ['replay', './scripts/run'], /there are no trace files/],
  ['a trace that is not there', ['replay', './nowhere'], /there is no file or folder/],
  ['a form that is none', ['show', 'x', '--as', 'pdf'], /unknown value of --as 'pdf'[\s\S]*itf/],
])('%s is refused', async (_, args, says) => {
  const { code, stdout, stderr } = await runLastref(args);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/internal error|^ +at /m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('a file that is not TypeScript is refused', async () => {
  const path = file('syntax.ts', "export const model = {\n  name: 'syntax',\n");
  const { code, stderr } = await runLastref(['check', path]);
  expect(stderr).toMatch(/syntax\.ts/);
  expect(code).toBe(2);
});

test('a place that cannot be written to is refused, with nothing half-written', async () => {
  const place = join(file('in-the-way', ''), 'trace.json');
  const gmem = ['check', './bench/gmem.ts', '--mutation', 'the re-check of the PTE is left out'];
  const { code, stderr } = await runLastref([...gmem, '--trace', place]);
  expect(stderr).toMatch(/cannot write .*trace\.json/);
  expect(code).toBe(2);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
