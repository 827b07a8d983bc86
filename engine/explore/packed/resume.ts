import { looksOf, restoreLooks } from '../../learn/looks.ts';
import type { Auditor } from './auditor.ts';
import type { Findings } from './findings.ts';
import {
  proveStates,
  restoreStates,
  restoreValues,
  type Snapshot,
  type SnapshotHead,
  stale,
} from './snapshot.ts';
import type { Store } from './store.ts';
import type { Tally } from './tally.ts';

/** Where a search is: the next state to expand, the end of its level, the depth of that. */
export interface Position {
  cursor: number;
  levelEnd: number;
  depth: number;
  seconds: number;
}

/** Everything that a search has found. What it has learned is not kept: that is learned again. */
export interface Parts {
  readonly store: Store;
  readonly findings: Findings;
  readonly auditor: Auditor;
  readonly tally: Tally;
  readonly position: Position;
}

export function snapshotOf({ store, findings, auditor, tally, position }: Parts): Snapshot {
  const { structure, orbits, layout, system } = store.relation;
  const head: SnapshotHead = {
    fingerprint: system.fingerprint(),
    symmetry: orbits !== null,
    properties: system.properties.map(({ name }) => name),
    size: store.size,
    words: layout.words,
    layout: { word: [...layout.word], shift: [...layout.shift], mask: [...layout.mask] },
    values: structure.dictionaries.map(({ values }) => [...values]),
    looks: looksOf(store.relation),
    ...position,
    audited: auditor.audited,
    ...tally.numbers,
    ...findings.numbers,
  };
  return { head, ...store.arena.upTo(store.size) };
}

/** Brings a new search to where another one of the same system was. */
export function resumeFrom(snapshot: Snapshot, parts: Parts): void {
  const { head } = snapshot;
  const { store, findings, auditor, tally, position } = parts;
  const own = snapshotOf(parts).head;
  if (head.fingerprint !== own.fingerprint) throw stale('the model, its bounds or its mutation');
  if (head.symmetry !== own.symmetry) throw stale('with symmetry, or without');
  if (head.properties.join() !== own.properties.join()) throw stale('the properties looked at');
  restoreValues(store.relation, head);
  restoreLooks(store.relation, head.looks);
  store.relation.makeRoom();
  restoreStates(store, snapshot);
  proveStates(store);
  const { cursor, levelEnd, depth, seconds } = head;
  Object.assign(position, { cursor, levelEnd, depth, seconds });
  tally.restore(head);
  findings.restore(head);
  auditor.audited = head.audited;
}
