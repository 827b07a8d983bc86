import { type Params, RETURN } from '../language/action.ts';
import type { AnyAction } from '../language/model.ts';
import { at, isFree, isHeld, letGoBy, takenBy, write } from './locks.ts';
import type { LockMutant } from './mutant.ts';
import { through } from './through.ts';

/**
 * Lets a lock go at a label: every step that brings a holder there lets it go in the end, and
 * every step that starts there waits until it is free and takes it first.
 */
export function split(
  actions: Readonly<Record<string, AnyAction>>,
  mutant: LockMutant,
): Readonly<Record<string, AnyAction>> {
  const own = Object.entries(actions).filter(([, { point }]) => point?.field === mutant.table);
  return Object.fromEntries(own.map(([name, body]) => [name, splitStep(body, mutant)]));
}

function splitStep(body: AnyAction, mutant: LockMutant): AnyAction {
  const starts = body.point?.label === mutant.label;
  const { when } = body;
  const holder = (p: Params) => {
    const thread = String(p[mutant.table]);
    const path = Object.hasOwn(mutant.held, thread) ? mutant.held[thread] : undefined;
    return path === undefined ? null : { thread, path };
  };
  const guard = (s: unknown, p: Params): boolean => {
    const own = holder(p);
    if (!own) return when === undefined || when(s, p);
    if (!isFree(s as object, own.path, mutant.mode)) return false;
    const field = `${own.path}.${mutant.mode}`;
    const holding = through(s, (path, read) =>
      path === field ? takenBy(read(), own.thread) : read(),
    );
    return when === undefined || when(holding, p);
  };
  const recipe = (draft: unknown, p: Params) => {
    const s = draft as object;
    const own = holder(p);
    if (own && starts) {
      const { path, thread } = own;
      write(s, path, mutant.mode, takenBy(at(s, `${path}.${mutant.mode}`), thread));
    }
    const label = body.then(s as never, p);
    if (own && isBoundFor(s, p, label, mutant) && isHeld(s, own.path, mutant.mode, own.thread)) {
      const held = at(s, `${own.path}.${mutant.mode}`);
      write(s, own.path, mutant.mode, letGoBy(held, own.thread));
    }
    return label;
  };
  return { ...body, ...(starts && { when: guard }), then: recipe };
}

/** Whether the step leads to the label at which the lock is let go. */
function isBoundFor(s: object, p: Params, label: unknown, { table, label: to }: LockMutant) {
  if (label !== RETURN) return label === to;
  const stack = at(s, `${table}.${String(p[table])}.ret`);
  return Array.isArray(stack) && stack.at(-1) === to;
}
