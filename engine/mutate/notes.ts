import { type Params, RETURN } from '../language/action.ts';
import type { AnyAction, AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import { MUTATIONS } from '../language/mutation.ts';
import type { AnyMutation } from '../system/mutate.ts';
import { type Claim, labelOf, type State, type System } from '../system/system.ts';
import { idsOf, kindOf } from './kinds.ts';
import { isHeld, type Lock, locksOf } from './locks.ts';
import type { Mode } from './mutant.ts';
import { isBranch, through } from './through.ts';

/** What was seen of one action. */
export interface ActionNotes {
  /** By kind of field, the paths that its guard read. */
  readonly reads: Map<string, Set<string>>;
  /** The labels that it returned. */
  readonly returned: Set<string>;
  /** The labels that its thread was at then: what a return address leads to. */
  readonly reached: Set<string>;
}

/** A thread at a label with a lock held in some way, or not. */
export interface Visit {
  readonly table: string;
  readonly label: string;
  /** The path of the lock, `*` for each id, and how it is held. */
  readonly lock: string;
  readonly mode: Mode;
  /** By thread, the paths of the locks it held; null for a visit without any. */
  readonly threads: Map<string, Set<string | null>>;
}

/**
 * Notes what a search shows of a model, by standing around its guards and recipes and by claims
 * that hold everywhere. Each is called once for each combination of values that it reads, so that
 * nothing is missed and little is done.
 */
export class Notes {
  readonly actions = new Map<string, ActionNotes>();
  readonly visits = new Map<string, Visit>();
  readonly #ids: ReadonlySet<string>;

  constructor(model: AnyModel) {
    this.#ids = idsOf(model);
  }

  /** The edit of a model that changes nothing and notes what its actions do. */
  watching(model: AnyModel, name: string): Mutations {
    const { actions } = model.definition as { readonly actions: Record<string, AnyAction> };
    const replace = Object.fromEntries(
      Object.entries(actions).map(([action, body]) => [action, this.#watched(action, body)]),
    );
    const edit: AnyMutation = { breaks: 'deadlock', replace: replace as never };
    return { [MUTATIONS]: true, of: model, list: { [name]: edit as never } };
  }

  /** The same system with a claim for each thread that notes the locks it holds where it is. */
  withVisits(system: System): System {
    const locks = locksOf(system.initial);
    if (locks.length === 0) return system;
    const claims = system.threads.map(
      ({ field, id }): Claim => ({
        property: 'locks',
        kind: 'always',
        conjunct: null,
        params: { [field]: id },
        subject: (state) => state,
        judge: (state: State) => this.#visit(state, field, id, locks),
      }),
    );
    return { ...system, always: [...system.always, ...claims] };
  }

  #watched(action: string, body: AnyAction): AnyAction {
    const notes: ActionNotes = { reads: new Map(), returned: new Set(), reached: new Set() };
    this.actions.set(action, notes);
    const { when, then, point } = body;
    const guard = when && ((s: unknown, p: Params) => when(this.#reading(s, p, body, notes), p));
    const recipe = (s: unknown, p: Params) => {
      const label = then(s as never, p);
      if (point && typeof label === 'string') {
        notes.returned.add(label);
        notes.reached.add(label === RETURN ? returnOf(s, point.field, p) : label);
      }
      return label;
    };
    return { ...body, ...(guard && { when: guard }), then: recipe as AnyAction['then'] };
  }

  #reading(s: unknown, p: Params, { point }: AnyAction, { reads }: ActionNotes): unknown {
    const own = point && `${point.field}.${String(p[point.field])}`;
    return through(s, (path, read) => {
      const value = read();
      // Where a step starts its thread is at its label: no guard can ask that.
      if (isBranch(value) || value === undefined || path === own || path === `${own}.at`) {
        return value;
      }
      const kind = kindOf(path, p, this.#ids);
      const paths = reads.get(kind) ?? new Set();
      reads.set(kind, paths.add(path));
      return value;
    });
  }

  #visit(state: State, table: string, thread: string, locks: readonly Lock[]): boolean {
    const label = labelOf(state, table, thread) ?? '';
    const held = new Map<string, string[]>();
    for (const { path, modes } of locks) {
      for (const mode of modes) {
        const key = JSON.stringify([kindOf(path, {}, this.#ids), mode]);
        const paths = held.get(key) ?? [];
        held.set(key, isHeld(state, path, mode, thread) ? [...paths, path] : paths);
      }
    }
    for (const [key, paths] of held) {
      const [lock, mode]: [string, Mode] = JSON.parse(key);
      const place = JSON.stringify([table, label, lock, mode]);
      const visit = this.visits.get(place) ?? { table, label, lock, mode, threads: new Map() };
      this.visits.set(place, visit);
      const seen = visit.threads.get(thread) ?? new Set();
      visit.threads.set(thread, seen);
      for (const path of paths.length > 0 ? paths : [null]) seen.add(path);
    }
    return true;
  }
}

/** The label on top of the stack of a thread that returns. */
function returnOf(s: unknown, table: string, p: Params): string {
  const threads = (s as Record<string, Record<string, { readonly ret?: readonly string[] }>>)[
    table
  ];
  return threads?.[String(p[table])]?.ret?.at(-1) ?? RETURN;
}
