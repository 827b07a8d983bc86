import type { AnyModel } from '../language/model.ts';
import { instantiate, type Setting } from '../system/instantiate.ts';
import { type Limits, Search } from './search.ts';
import type { Verdict } from './verdict.ts';

/** Searches every reachable state of a model; see `Setting` and `Limits` for what can be asked. */
export function check(model: AnyModel, options: Setting & Limits = {}): Verdict {
  const search = new Search(instantiate(model, options), options);
  while (!search.advance(Infinity)) {
    // One slice is the whole search; a limit or the last state ends it.
  }
  return search.verdict();
}
