import type { AnyModel } from '../language/model.ts';
import { instantiate, type Setting } from '../system/instantiate.ts';
import type { System } from '../system/system.ts';
import type { Engine } from './engines.ts';
import type { PackedOptions } from './packed/options.ts';
import { PackedSearch } from './packed/packed-search.ts';
import { Search } from './search.ts';
import type { Cut, Verdict } from './verdict.ts';

/** A search that goes on slice by slice, so that a caller can show progress or stop in between. */
export interface AnySearch {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly queue: number;
  /** Bytes in use that are not of the heap. */
  readonly bytes: number;
  /** Works for about `ms` milliseconds; true when the search has ended. */
  advance(ms: number): boolean;
  /** Ends the search; what is known so far stays. */
  stop(cut: Cut): void;
  verdict(): Verdict;
}

export interface CheckOptions extends PackedOptions {
  readonly engine?: Engine;
}

export const searchOf = (system: System, { engine, ...options }: CheckOptions): AnySearch =>
  engine === 'reference' ? new Search(system, options) : new PackedSearch(system, options);

/** Searches every reachable state of a model, within what `options` ask. */
export function check(model: AnyModel, options: Setting & CheckOptions = {}): Verdict {
  const search = searchOf(instantiate(model, options), options);
  while (!search.advance(Infinity)) {
    // One slice is the whole search; a limit or the last state ends it.
  }
  return search.verdict();
}
