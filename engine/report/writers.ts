import type { Params } from '../language/action.ts';
import type { State, Step, System } from '../system/system.ts';
import type { Run } from '../trace.ts';
import { assignedBy } from './assigned.ts';
import { diff } from './diff.ts';
import type { Read } from './reads.ts';

/** A step of a run, as data. */
export interface StepRef {
  /** Its number in the run, from 1. */
  readonly step: number;
  /** `take(worker0)`. */
  readonly name: string;
  readonly action: string;
  readonly params: Params;
  /** The thread that ran it, for an action of a thread. */
  readonly thread: string | null;
}

export const stepRef = ({ name, action, params, thread }: Step, step: number): StepRef => ({
  step,
  name,
  action,
  params,
  thread,
});

/** A field that was read, what was seen there, and since when that is there. */
export interface Seen extends Read {
  /** The last step that wrote the field; null: it holds what it held in the initial state. */
  readonly writer: StepRef | null;
  /** What it held before that step: the same, where the step only wrote it again. */
  readonly was?: unknown;
  /** The last step that changed it: that one, unless it wrote the same again; null: no step. */
  readonly since: StepRef | null;
  /** Of a list: each of its items, and the last step that put it there. */
  readonly items?: readonly { readonly value: unknown; readonly writer: StepRef | null }[];
}

/** What a field held before a step that wrote it. */
interface Before {
  readonly was: unknown;
  /** The step wrote the same again. */
  readonly isSame: boolean;
}
type Written = Before & { readonly step: StepRef };

/**
 * Which steps of a run write which fields. A step writes a field if its value differs after the
 * step, or if its recipe assigns it, be it the value that it has: that too decides what is there.
 */
export class Writers {
  readonly #system: System;
  readonly #run: Run;
  /** By step, from 0, and by field. Worked out when asked for. */
  readonly #written: (ReadonlyMap<string, Before> | undefined)[] = [];

  constructor(system: System, run: Run) {
    this.#system = system;
    this.#run = run;
  }

  /** Reads of the state after `at` steps, each with the last step until then that wrote it. */
  seen(reads: readonly Read[], at: number): Seen[] {
    return reads.map((read) => {
      const { path, value } = read;
      const last = this.#last(path, at);
      const items = Array.isArray(value) && { items: this.#items(path, value, at) };
      const since = last && this.#since(path, last)?.step;
      const was = last && { was: last.was };
      return { ...read, writer: last?.step ?? null, ...was, since: since ?? null, ...items };
    });
  }

  /** The last step that left another value than it found, from the last one that wrote. */
  #since(path: string, last: Written): Written | null {
    let found: Written | null = last;
    while (found?.isSame) found = this.#last(path, found.step.step - 1);
    return found;
  }

  /** The last step until `at` that wrote a field, and what the field held before. */
  #last(path: string, at: number): Written | null {
    for (let i = at - 1; i >= 0; i--) {
      const step = this.#run.steps[i];
      const written = this.#writtenBy(i).get(path);
      if (step && written) return { step: stepRef(step, i + 1), ...written };
    }
    return null;
  }

  /** Each item with the last step after which the list has it more often than before. */
  #items(path: string, list: readonly unknown[], at: number) {
    const texts = list.map((item) => JSON.stringify(item));
    const found = texts.map((): StepRef | null => null);
    let after = texts;
    let left = texts.map((_, i) => i);
    for (let last = this.#last(path, at); last; last = this.#last(path, last.step.step - 1)) {
      const before = Array.isArray(last.was) ? last.was.map((item) => JSON.stringify(item)) : [];
      const { step } = last;
      const came = left.filter((i) => times(after, texts[i]) > times(before, texts[i]));
      for (const i of came) found[i] = step;
      left = left.filter((i) => !came.includes(i));
      after = before;
    }
    return list.map((value, i) => ({ value, writer: found[i] ?? null }));
  }

  #writtenBy(i: number): ReadonlyMap<string, Before> {
    const known = this.#written[i];
    if (known) return known;
    const { steps, states } = this.#run;
    const [step, before, after] = [steps[i], states[i], states[i + 1]];
    const written = new Map<string, Before>();
    if (step && before && after) {
      for (const change of diff(before, after)) {
        written.set(change.path, { was: change.before, isSame: false });
      }
      for (const path of assignedBy(this.#system, step, before)) {
        if (!written.has(path)) written.set(path, { was: valueAt(before, path), isSame: true });
      }
    }
    this.#written[i] = written;
    return written;
  }
}

/** What a state holds at a path. A key may hold a dot itself, so the longest one that fits wins. */
function valueAt(tree: State, path: string): unknown {
  if (Object.hasOwn(tree, path)) return tree[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const below = tree[path.slice(0, dot)];
    if (typeof below === 'object' && below !== null) {
      const found = valueAt(below as State, path.slice(dot + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const times = (list: readonly string[], item: string | undefined): number =>
  list.filter((each) => each === item).length;

/** `step 3, take(worker0)`. */
export const showStep = ({ step, name }: StepRef): string => `step ${step}, ${name}`;
