/** How much the heap must have grown before it is worth another full collection. */
const GROWTH = 0.05;

/** Says when live data, rather than garbage not collected yet, fills a memory budget. */
export class MemoryBudget {
  readonly #bytes: number;
  #collect: (() => void) | null = null;
  #asked = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** @param outside bytes in use that are not of the heap */
  isSpent(outside: number): boolean {
    if (outside >= this.#bytes) return true;
    const used = process.memoryUsage().heapUsed + outside;
    if (used < this.#bytes || used < this.#asked) return false;
    this.#collect ??= collector();
    this.#collect();
    const live = process.memoryUsage().heapUsed + outside;
    this.#asked = live + GROWTH * this.#bytes;
    return live >= this.#bytes;
  }
}

/** What collects all garbage at once; most runs never need it. */
function collector(): () => void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
  return process.getBuiltinModule('node:vm').runInNewContext('gc');
}
