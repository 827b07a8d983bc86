import type { Params } from '../language/action.ts';
import type { PropertyKind } from '../language/property.ts';
import type { Bounds, Step } from '../system/system.ts';

/** What is known of one property after a search. */
export interface PropertyVerdict {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly verdict: 'holds' | 'violated' | 'reached' | 'unreached' | 'unknown';
  /** For a violation or a goal reached: a shortest way there. */
  readonly witness: Witness | null;
}

/** The steps to a state (or across a step) that settles a property. */
export interface Witness {
  readonly property: string;
  readonly kind: PropertyKind;
  /** The conjunct that was settled, and the ids it was said of. */
  readonly conjunct: string | null;
  readonly params: Params;
  /** The steps to it; of a `leadsTo` property the prefix of a lasso, then its cycle. */
  readonly steps: readonly Step[];
  /**
   * Of a `leadsTo` property, the number of steps before the state that the last step leads back
   * to: a run goes round from there for ever. Equal to `steps.length` where it stays for ever in
   * its last state. Null for every other kind.
   */
  readonly loop: number | null;
}

/** How often an action ran, and how often its thread stood at it with the guard false. */
export interface ActionCount {
  readonly name: string;
  readonly fired: number;
  readonly refused: number;
}

/** Why a search ended before every state was seen. */
export type Cut =
  | 'violation'
  | 'max-states'
  | 'max-seconds'
  | 'max-memory'
  | 'max-cases'
  | 'interrupted';

/** What a search found, as data. */
export interface Verdict {
  readonly model: string;
  readonly mutation: string | null;
  readonly bounds: Bounds;
  readonly engine: string;
  /** Every reachable state was seen. */
  readonly complete: boolean;
  readonly cut: Cut | null;
  /** Distinct states; the nearest number where it is too large to be exact, see `Symbolic`. */
  readonly states: number;
  readonly steps: number;
  /** Null where states were not searched in the order of their distance. */
  readonly depth: number | null;
  readonly seconds: number;
  readonly properties: readonly PropertyVerdict[];
  readonly actions: readonly ActionCount[];
  /** What only the fast engine has to tell; null for the reference engine. */
  readonly details: Details | null;
  /** What only the symbolic engine has to tell. */
  readonly symbolic?: Symbolic;
}

/** How the symbolic engine went about it. */
export interface Symbolic {
  /** Counts, exact however large they are. */
  readonly states: bigint;
  readonly steps: bigint;
  /** Nodes of the set of all states, and at most at one time. */
  readonly nodes: number;
  readonly peakNodes: number;
  /** Closures until nothing new was learned. */
  readonly passes: number;
  readonly collections: number;
  /** How the fields were ordered, and the paths from the top down. */
  readonly order: { readonly name: string; readonly fields: readonly string[] };
  /** Steps and properties that have too many cases, and so were not judged. */
  readonly tooMany: readonly TooMany[];
  /** Properties that only the explicit engines can judge. */
  readonly notJudged: readonly string[];
}

/** A step or property with too many cases, and the fields that it reads with most values. */
export interface TooMany {
  readonly name: string;
  readonly cases: number;
  readonly reads: readonly { readonly field: string; readonly values: number }[];
}

/** How the fast engine went about it. */
export interface Details {
  readonly workers: number;
  /** Whether states that differ in interchangeable ids only were counted once. */
  readonly symmetry: boolean;
  /** Bytes in the table of states and the queue, for each state. */
  readonly bytesPerState: number;
  /** The field whose dictionary has grown most, and how many values it has. */
  readonly widest: { readonly field: string; readonly values: number } | null;
  /** Steps that were taken to read the whole state, since what they read could not be followed. */
  readonly readWhole: readonly string[];
  /** Steps and properties that had too many cases to keep: their recipes were run again. */
  readonly rerun: readonly string[];
  /** States whose steps were all taken again through their recipes, and compared. */
  readonly audited: number;
  /** Calls of the model that this took. */
  readonly auditCalls: number;
  /** With hash compaction, a bound on the probability that a state was missed. */
  readonly missProbability: number | null;
}

/** The first violation of a verdict, if any. */
export const violation = (verdict: Verdict): Witness | null =>
  verdict.properties.find((property) => property.verdict === 'violated')?.witness ?? null;
