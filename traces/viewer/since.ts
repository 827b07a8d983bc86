import type { Since } from './data.ts';

/** Collects a value for each state, and keeps those that differ from the one before. */
export class SinceList<T> {
  readonly list: [number, T][] = [];
  #last: string | null = null;

  add(state: number, value: T): void {
    const text = JSON.stringify(value);
    if (text !== this.#last) this.list.push([state, value]);
    this.#last = text;
  }
}

/** What holds in a state: the last value that began there or before. */
export function at<T>(list: Since<T>, state: number): T | undefined {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.[0] ?? 0) <= state) low = middle + 1;
    else high = middle;
  }
  return list[low - 1]?.[1];
}
