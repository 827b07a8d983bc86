import { EMPTY } from './diagrams.ts';
import type { Held, Knowledge } from './knowledge.ts';

/** The states by how many steps they are away from the initial one, as far as was asked. */
export class Layers {
  readonly knowledge: Knowledge;
  /** The states that are so many steps away and not fewer. */
  readonly all: Held[];
  readonly #seen: Held;

  constructor(knowledge: Knowledge) {
    this.knowledge = knowledge;
    const initial = knowledge.initial();
    this.all = [knowledge.hold(initial)];
    this.#seen = knowledge.hold(initial);
    this.#learn(initial);
  }

  get last(): number {
    return this.all.at(-1)?.set ?? EMPTY;
  }

  /** Adds the next layer; false where there is none. */
  next(): boolean {
    const { knowledge } = this;
    const { sets, images, relation } = knowledge;
    const next = knowledge.hold(EMPTY);
    const image = knowledge.hold(EMPTY);
    for (const step of relation.system.steps) {
      for (const move of knowledge.movesOf(step)) {
        image.set = images.image(this.last, move);
        next.set = sets.union(next.set, image.set);
      }
    }
    next.set = sets.minus(next.set, this.#seen.set);
    this.#seen.set = sets.union(this.#seen.set, next.set);
    knowledge.letGo(image);
    if (next.set === EMPTY) {
      knowledge.letGo(next);
      return false;
    }
    this.all.push(next);
    this.#learn(next.set);
    return true;
  }

  /** Gives back what it holds. */
  end(): void {
    this.knowledge.letGo(...this.all, this.#seen);
  }

  #learn(set: number): void {
    this.knowledge.learner.steps(set);
    this.knowledge.learner.claims(set);
  }
}
