import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How much the heap must have grown before it is worth another full collection. */
const GROWTH = 0.05;

/** Says when live data, rather than garbage not collected yet, fills a memory budget. */
export class MemoryBudget {
  readonly #bytes: number;
  readonly #collect: () => void;
  #asked = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
    setFlagsFromString('--expose-gc');
    this.#collect = runInNewContext('gc');
  }

  /** @param outside bytes in use that are not of the heap */
  isSpent(outside: number): boolean {
    if (outside >= this.#bytes) return true;
    const used = process.memoryUsage().heapUsed + outside;
    if (used < this.#bytes || used < this.#asked) return false;
    this.#collect();
    const live = process.memoryUsage().heapUsed + outside;
    this.#asked = live + GROWTH * this.#bytes;
    return live >= this.#bytes;
  }
}
