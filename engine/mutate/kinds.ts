import type { Params } from '../language/action.ts';
import type { AnyModel } from '../language/model.ts';

/** The ids that bounds count: every one that may exist, whatever the bounds of the run. */
export function idsOf(model: AnyModel): ReadonlySet<string> {
  return new Set(
    Object.values(model.bounds).flatMap(({ sort }) => (sort?.values ?? []).map(String)),
  );
}

/**
 * The kind of a field, as a step sees it: the path with the name of the parameter in the place of
 * an id that is one, and `*` for any other id. `worker.worker1.at` is `worker.<worker>.at` for
 * worker1 itself, `worker.*.at` for another one.
 */
export function kindOf(path: string, params: Params, ids: ReadonlySet<string>): string {
  const given = Object.entries(params);
  return path
    .split('.')
    .map((key, i) => {
      // The fields of the state have names, and no ids, whatever ids are called.
      if (i === 0) return key;
      const [param] = given.find(([, value]) => value === key) ?? [];
      return param !== undefined ? `<${param}>` : ids.has(key) ? '*' : key;
    })
    .join('.');
}
