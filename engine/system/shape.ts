import { InputError } from '../errors.ts';

type Tree = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Tree => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const proto = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
};

/** Freezes a state, and refuses one that is not a finite tree of plain objects and values. */
export function sealTree(value: unknown, path: string, where: string, depth = 0): void {
  if (depth > 32) {
    throw new InputError(`${where}: ${path} is nested more than 32 deep`, {
      cause: 'an object that contains itself',
    });
  }
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) sealTree(item, `${path}[${i}]`, where, depth + 1);
  } else if (isPlain(value)) {
    for (const [key, item] of Object.entries(value)) {
      sealTree(item, join(path, key), where, depth + 1);
    }
  } else if (!isScalar(value)) {
    throw new InputError(`${where}: ${path || 'the state'} is ${describe(value)}`, {
      cause: 'a Map, Set, class instance, function, undefined or NaN in the state',
      fix: 'use plain objects, arrays, strings, finite numbers, booleans and null',
    });
  }
  Object.freeze(value);
}

/**
 * Freezes a successor, and refuses one whose structure differs from its parent's: plain objects
 * have fixed keys. Only what changed is looked at, since an immer successor shares the rest.
 */
export function sealSuccessor(before: unknown, after: unknown, path: string, where: string): void {
  if (before === after) return;
  if (isPlain(before) !== isPlain(after)) {
    throw new InputError(
      `${where}: ${path} was ${describe(before)} and is now ${describe(after)}`,
      {
        cause: 'an object replaced by null or a scalar, or the other way round',
        fix: 'objects are structure and stay; keep a nullable field inside the object instead',
      },
    );
  }
  if (!isPlain(before) || !isPlain(after)) {
    sealTree(after, path, where);
    return;
  }
  // The hot path: paths are only put together where something changed or is wrong.
  const keys = Object.keys(after);
  for (const key of keys) {
    if (!(key in before)) throw keyError(where, 'adds', join(path, key), Object.keys(before));
    if (before[key] === after[key]) continue;
    sealSuccessor(before[key], after[key], join(path, key), where);
  }
  const known = Object.keys(before);
  if (known.length !== keys.length) {
    const gone = known.find((key) => !(key in after)) ?? '';
    throw keyError(where, 'removes', join(path, gone), known);
  }
  Object.freeze(after);
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const keyError = (where: string, verb: string, path: string, keys: readonly string[]) =>
  new InputError(`${where} ${verb} the key ${path}`, {
    cause: 'a misspelt field, an id that the bounds leave out, or delete where a value was meant',
    fix: 'give init every key and let null, false or 0 stand for "not there"',
    available: keys,
  });

const isScalar = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (isPlain(value)) return 'an object';
  if (typeof value === 'object') return `a ${value.constructor?.name ?? 'foreign object'}`;
  return typeof value === 'number' || typeof value === 'undefined'
    ? String(value)
    : `${typeof value === 'string' ? 'the string' : `a ${typeof value}`} ${String(value)}`;
}

/** Freezes a value and everything in it. */
export function freezeAll<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(freezeAll);
  return Object.freeze(value);
}
