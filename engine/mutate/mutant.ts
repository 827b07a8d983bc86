/** The ways in which a model is edited by itself. */
export const KINDS = ['guard', 'drop', 'swap', 'lock', 'bound'] as const;
export type Kind = (typeof KINDS)[number];

/** How a lock is held: the field of it that says so. */
export type Mode = 'owner' | 'writer' | 'readers';

/** The guard of an action no longer depends on a field, or on one of its named conjuncts. */
export interface GuardMutant {
  readonly kind: 'guard';
  readonly action: string;
  /** The kind of the field, see `kindOf`. */
  readonly field: string;
  /** The values that the field has had in reachable states. */
  readonly values: readonly unknown[];
}

/** A named conjunct of the guard of an action is left out. */
export interface ConjunctMutant {
  readonly kind: 'guard';
  readonly action: string;
  readonly conjunct: string;
}

/** A step is left out: its thread goes straight on to a label; null for an action of no thread. */
export interface DropMutant {
  readonly kind: 'drop';
  readonly action: string;
  readonly to: string | null;
}

/** Two steps of a routine in the other order. */
export interface SwapMutant {
  readonly kind: 'swap';
  readonly first: string;
  readonly second: string;
  /** Where the two lead. */
  readonly next: string;
}

/** A lock that is held at a label is let go there, and taken again before the next step. */
export interface LockMutant {
  readonly kind: 'lock';
  /** The path of the lock, `*` for each id. */
  readonly lock: string;
  readonly mode: Mode;
  /** The thread table, and the label in it. */
  readonly table: string;
  readonly label: string;
  /** By thread, the path of the lock that it holds there. */
  readonly held: Readonly<Record<string, string>>;
}

/** A plain number that is a bound, one more or one less. */
export interface BoundMutant {
  readonly kind: 'bound';
  readonly bound: string;
  readonly to: number;
  readonly by: 1 | -1;
}

/** One mechanical edit of a model: plain data, from which it can be made again anywhere. */
export type Mutant =
  | GuardMutant
  | ConjunctMutant
  | DropMutant
  | SwapMutant
  | LockMutant
  | BoundMutant;

/** The name of a mutant: what lists of equivalent ones call it. Stable while the names are. */
export function idOf(mutant: Mutant): string {
  switch (mutant.kind) {
    case 'guard':
      return 'conjunct' in mutant
        ? `guard: ${mutant.action} without ${mutant.conjunct}`
        : `guard: ${mutant.action} ignores ${mutant.field}`;
    case 'drop':
      return `drop: ${mutant.action}${mutant.to === null ? '' : ` to ${mutant.to}`}`;
    case 'swap':
      return `swap: ${mutant.first} and ${mutant.second}`;
    case 'lock':
      return `lock: ${mutant.lock}.${mutant.mode} let go at ${mutant.label}`;
    case 'bound':
      return `bound: ${mutant.bound} ${mutant.by < 0 ? '- 1' : '+ 1'}`;
  }
}
