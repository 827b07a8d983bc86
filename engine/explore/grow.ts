/** A growing list of 32-bit integers: parents and edges of millions of states in little memory. */
export class IntList {
  #items = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#items.length) {
      const grown = new Int32Array(this.#items.length * 2);
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.length++] = value;
  }

  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  pop(): number {
    this.length -= 1;
    return this.at(this.length);
  }

  /** The items from an index on, as a view that the next `push` may make stale. */
  tail(start: number): Int32Array {
    return this.#items.subarray(start, this.length);
  }
}

/** A growing list of bytes: what is known of each of millions of states. */
export class ByteList {
  #items = new Uint8Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#items.length) {
      const grown = new Uint8Array(this.#items.length * 2);
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.length++] = value;
  }

  at(index: number): number {
    return this.#items[index] ?? 0;
  }
}
