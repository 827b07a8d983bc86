import type { State, Step, System } from '../system/system.ts';
import { isTree } from './reads.ts';

type Tree = Record<string, unknown>;

/**
 * The paths of the fields that a step assigns in a state, whether or not their value changes by it.
 * A list that is changed in place is not assigned: what differs afterwards says that it changed.
 */
export function assignedBy(system: System, step: Step, state: State): ReadonlySet<string> {
  const paths = new Set<string>();
  const proxies = new WeakMap<object, object>();
  try {
    system.rehearse(step, noting(structuredClone(state) as Tree, '', { paths, proxies }));
  } catch {
    // A recipe that only works on a draft of immer: what it assigned up to there is known.
  }
  return paths;
}

interface Notes {
  readonly paths: Set<string>;
  /** Of one object always the same stand-in, so that recipes may compare them. */
  readonly proxies: WeakMap<object, object>;
}

/** A stand-in for an object, which may be written to and notes which fields are. */
function noting(node: Tree, path: string, notes: Notes): object {
  const known = notes.proxies.get(node);
  if (known) return known;
  const place = (key: string) => (path === '' ? key : `${path}.${key}`);
  const proxy = new Proxy(node, {
    get: (_, key) => {
      const value: unknown = Reflect.get(node, key);
      return typeof key === 'string' && isTree(value)
        ? noting(value as Tree, place(key), notes)
        : value;
    },
    set: (_, key, value) => {
      for (const field of fieldsOf(value, place(String(key)))) notes.paths.add(field);
      return Reflect.set(node, key, value);
    },
  });
  notes.proxies.set(node, proxy);
  return proxy;
}

/** The fields of a value that stands at a path: itself, or those below it. */
const fieldsOf = (value: unknown, path: string): string[] =>
  isTree(value)
    ? Object.entries(value).flatMap(([key, part]) => fieldsOf(part, `${path}.${key}`))
    : [path];
