import { type Data, isData } from './itf-file.ts';

/**
 * Whether a value in ITF stands for a value of a model. Tools differ in what they write for the
 * same: a table is a record or a `#map`, a list is a list, a `#tup` or a `#set` in any order, a set
 * of ids may be a table of booleans here, a label a variant without content there.
 */
export function matches(itf: unknown, value: unknown): boolean {
  if (Array.isArray(itf)) return sameList(itf, value);
  if (!isData(itf)) return itf === value;
  const [[wrapper = '', inner] = []] = Object.entries(itf);
  switch (wrapper) {
    case '#bigint':
      return typeof value === 'number' && Number.isInteger(value) && sameInteger(inner, value);
    case '#unserializable':
      return typeof value === 'number' && String(value) === inner;
    case '#tup':
      return Array.isArray(inner) && sameList(inner, value);
    case '#set':
      return Array.isArray(inner) && sameSet(inner, value);
    case '#map':
      return isData(value) && Array.isArray(inner) && sameTable(inner.map(keyed), value);
    default:
      return isVariantOf(itf, value) || (isData(value) && sameTable(Object.entries(itf), value));
  }
}

/** `None` for null, `Some(x)` for x, and a variant without content for a string. */
function isVariantOf(itf: Data, value: unknown): boolean {
  if (Object.keys(itf).length !== 2) return false;
  const { tag, value: content } = itf;
  if (tag === 'Some') return matches(content, value);
  return isUnit(content) && (tag === 'None' ? value === null : tag === value);
}

/** The empty tuple as Quint writes it, as it did until 2023, and as Apalache does. */
function isUnit(content: unknown): boolean {
  if (!isData(content)) return false;
  const { tag, '#tup': parts } = content;
  const isEmpty = Array.isArray(parts) ? parts.length === 0 : Object.keys(content).length === 0;
  return isEmpty || tag === 'UNIT';
}

const sameInteger = (digits: unknown, value: number): boolean =>
  typeof digits === 'string' && BigInt(digits) === BigInt(value);

const sameList = (parts: readonly unknown[], value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === parts.length &&
  parts.every((part, i) => matches(part, value[i]));

function sameSet(parts: readonly unknown[], value: unknown): boolean {
  if (isData(value)) {
    const entries = Object.entries(value);
    if (!entries.every(([, member]) => typeof member === 'boolean')) return false;
    const members = entries.filter(([, member]) => member).map(([key]) => key);
    return sameSet(parts, members);
  }
  if (!Array.isArray(value) || value.length !== parts.length) return false;
  const left: unknown[] = [...value];
  return parts.every((part) => {
    const at = left.findIndex((item) => matches(part, item));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** An entry of a `#map` with its key as keys are in a model: ids, or numbers as text. */
function keyed(pair: unknown): [string | null, unknown] {
  if (!Array.isArray(pair)) return [null, null];
  const [key, part] = pair;
  if (typeof key === 'string' || typeof key === 'number') return [String(key), part];
  if (!isData(key)) return [null, part];
  const { '#bigint': digits, tag, value } = key;
  const name = digits ?? (isUnit(value) ? tag : null);
  return [typeof name === 'string' ? name : null, part];
}

const sameTable = (entries: readonly (readonly [string | null, unknown])[], value: Data): boolean =>
  entries.length === Object.keys(value).length &&
  new Set(entries.map(([key]) => key)).size === entries.length &&
  entries.every(
    ([key, part]) => key !== null && Object.hasOwn(value, key) && matches(part, value[key]),
  );
