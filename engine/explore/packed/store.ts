import { type Layout, pack, unpack } from '../../learn/layout.ts';
import { Moves } from '../../learn/moves.ts';
import type { Relation } from '../../learn/relation.ts';
import type { State } from '../../system/system.ts';
import { Arena, type Blocks } from './arena.ts';

/** The states of a search by number, packed as the relation lays them out at the moment. */
export class Store {
  readonly relation: Relation;
  arena: Arena;
  size = 0;
  readonly #isCompact: boolean;

  /** @param isCompact see `Arena` */
  constructor(relation: Relation, isCompact: boolean) {
    this.relation = relation;
    this.#isCompact = isCompact;
    this.arena = new Arena(relation.layout.words, isCompact);
  }

  /** Puts the initial state in. */
  begin(): void {
    const { structure, layout, system } = this.relation;
    this.arena = new Arena(layout.words, this.#isCompact);
    this.arena.reserve(1);
    pack(layout, structure.encode(system.initial), this.arena.block(0), 0);
    this.arena.setParent(0, -1, 0);
    this.size = 1;
  }

  /** Makes room for as many states more; the memory that this took. */
  reserve(count: number): Blocks {
    return this.arena.reserve(this.size + count);
  }

  /** The code of each field of a state. */
  codes(id: number): Int32Array {
    const { structure, layout } = this.relation;
    const codes = new Int32Array(structure.paths.length);
    unpack(layout, this.arena.block(id), this.arena.offset(id), codes);
    return codes;
  }

  state(id: number): State {
    return this.relation.structure.decode(this.codes(id));
  }

  /** What a trie says of a state. */
  find(trie: number, id: number): number {
    return this.relation.tries.find(trie, this.arena.block(id), this.arena.offset(id));
  }

  /** Packs every state again, after the relation has laid out its fields anew. */
  moveFrom(before: Layout): void {
    const { layout } = this.relation;
    const moves = new Moves(before, layout);
    const old = this.arena;
    this.arena = new Arena(layout.words, this.#isCompact);
    for (let id = 0; id < this.size; id++) {
      this.arena.reserve(id + 1);
      moves.move(old.block(id), old.offset(id), this.arena.block(id), this.arena.offset(id));
      this.arena.setParent(id, old.parent(id), 0);
      old.release(id);
    }
  }
}
