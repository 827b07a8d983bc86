import { InputError } from '../engine/errors.ts';
import { MAX_STEPS } from './trace-file.ts';

/** Deepest nesting of a value: states of a model are nested 32 deep at most, each in a wrapper. */
const MAX_DEPTH = 80;
/** Most digits of an integer: more than any number of a model has. */
const MAX_DIGITS = 400;
const WRAPPERS = ['#bigint', '#tup', '#set', '#map', '#unserializable'];

export type Data = Readonly<Record<string, unknown>>;

/** A trace in the Informal Trace Format, checked: every state has every variable. */
export interface ItfFile {
  /** What lastref wrote of the trace besides its states; undefined in files of other tools. */
  readonly lastref: unknown;
  readonly vars: readonly string[];
  readonly states: readonly Data[];
  /** The state that the last one leads back to. */
  readonly loop: number | null;
}

export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a file that was read is meant as ITF. */
export const isItf = (data: unknown): data is Data =>
  isData(data) && Object.hasOwn(data, 'states') && !Object.hasOwn(data, 'format');

/** Checks that data is ITF as Apalache ADR-015 has it; `where` names the file in errors. */
export function parseItf(data: Data, where: string): ItfFile {
  const { '#meta': meta, vars, states, loop } = data;
  if (!Array.isArray(vars) || !vars.every((name) => typeof name === 'string')) {
    throw wrong(where, 'vars', 'expected a list of names');
  }
  if (!Array.isArray(states) || states.length === 0) {
    throw wrong(where, 'states', 'expected a list of at least one state');
  }
  if (states.length > MAX_STEPS + 1) {
    throw wrong(where, 'states', `there are ${states.length}, and at most ${MAX_STEPS} steps`);
  }
  const checked = states.map((state, i) => checkState(state, vars, where, `states[${i}]`));
  if (loop !== undefined && !(Number.isInteger(loop) && Number(loop) in states)) {
    throw wrong(where, 'loop', `expected the index of a state, up to ${states.length - 1}`);
  }
  const { lastref } = isData(meta) ? meta : {};
  const at = loop === undefined ? null : Number(loop);
  return { lastref, vars: [...new Set(vars)], states: checked, loop: at };
}

function checkState(state: unknown, vars: readonly string[], where: string, path: string): Data {
  if (!isData(state)) throw wrong(where, path, 'expected an object');
  const missing = vars.find((name) => !Object.hasOwn(state, name));
  if (missing !== undefined) throw wrong(where, path, `there is no value of '${missing}'`);
  const values = Object.entries(state).filter(([name]) => name !== '#meta');
  for (const [name, value] of values) checkValue(value, where, `${path}.${name}`, 0);
  return Object.fromEntries(values);
}

function checkValue(value: unknown, where: string, path: string, depth: number): void {
  if (depth > MAX_DEPTH) {
    throw wrong(where, `${path.slice(0, 60)}…`, `nested more than ${MAX_DEPTH} deep`);
  }
  if (typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return;
  if (Array.isArray(value)) {
    for (const [i, part] of value.entries()) checkValue(part, where, `${path}[${i}]`, depth + 1);
    return;
  }
  if (!isData(value)) {
    const what = value === null ? 'null' : String(value);
    throw wrong(where, path, `${what} is no value of ITF: large integers are {"#bigint": "…"}`);
  }
  const wrapper = Object.keys(value).find((key) => key.startsWith('#'));
  if (wrapper !== undefined) checkWrapper(value, wrapper, where, path, depth);
  else {
    for (const [key, part] of Object.entries(value)) {
      checkValue(part, where, `${path}.${key}`, depth + 1);
    }
  }
}

function checkWrapper(value: Data, name: string, where: string, path: string, depth: number) {
  if (!WRAPPERS.includes(name) || Object.keys(value).length > 1) {
    throw wrong(where, path, `'${name}' is none of ${WRAPPERS.join(', ')}, each alone`);
  }
  const inner = value[name];
  const place = `${path}.${name}`;
  if (name === '#bigint' || name === '#unserializable') {
    if (typeof inner !== 'string') throw wrong(where, place, 'expected a string');
    const isNumber = /^-?\d+$/.test(inner) && inner.length <= MAX_DIGITS;
    if (name === '#bigint' && !isNumber) {
      throw wrong(where, place, `expected up to ${MAX_DIGITS} digits`);
    }
    return;
  }
  if (!Array.isArray(inner)) throw wrong(where, place, 'expected a list');
  const isPair = (part: unknown) => Array.isArray(part) && part.length === 2;
  if (name === '#map' && !inner.every(isPair)) {
    throw wrong(where, place, 'expected a list of pairs of a key and a value');
  }
  for (const [i, part] of inner.entries()) checkValue(part, where, `${place}[${i}]`, depth + 1);
}

const wrong = (where: string, path: string, what: string): InputError =>
  new InputError(`${where}: ${path}: ${what}`, {
    cause: 'a file edited by hand, or one that is no trace in the Informal Trace Format',
    fix: 'write it with lastref show TRACE --as itf, Apalache, or quint run --mbt --out-itf',
  });
