/** A field that a function read, and what it saw there. */
export interface Read {
  readonly path: string;
  readonly value: unknown;
}

/**
 * What `fn` reads of `subject`, in the order of reading. Plain objects are followed, everything
 * else is a value. An error ends the list: what was read up to there is the answer.
 */
export function readsOf(subject: unknown, fn: (recorded: unknown) => unknown): Read[] {
  const reads: Read[] = [];
  try {
    fn(isTree(subject) ? recording(subject, '', reads) : subject);
  } catch {
    // A guard may throw where a trace takes it; the reads before that still say why.
  }
  return reads;
}

/** The same reads with each field once, at its last place. */
export function distinct(reads: readonly Read[]): Read[] {
  const last = new Map<string, Read>();
  for (const read of reads) {
    last.delete(read.path);
    last.set(read.path, read);
  }
  return [...last.values()];
}

type Tree = Readonly<Record<string, unknown>>;

/** Whether a value of a state is a plain object, which is structure and not a value. */
export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A proxy that notes each value read through it. It stands on an empty object of its own, since a
 * proxy of a frozen object may not return anything but what that object holds.
 */
function recording(node: Tree, path: string, reads: Read[]): object {
  const see = (key: string): unknown => {
    const value = node[key];
    const place = path === '' ? key : `${path}.${key}`;
    if (isTree(value)) return recording(value, place, reads);
    // A method that every object has is not a field.
    if (typeof value === 'function') return value;
    reads.push({ path: place, value });
    return value;
  };
  return new Proxy(
    {},
    {
      get: (_, key) => (typeof key === 'symbol' ? Reflect.get(node, key) : see(key)),
      has: (_, key) => Reflect.has(node, key),
      ownKeys: () => Reflect.ownKeys(node),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(node, key);
        return found && { ...found, configurable: true };
      },
      set: () => false,
      deleteProperty: () => false,
    },
  );
}
