import type { Observer } from '../../engine/system/observed.ts';

/** What a worker lets the command line see of a run while it is busy. */
export interface Counts {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly queue: number;
  /** Bytes of heap in use. */
  readonly heap: number;
  /** Calls of the model. */
  readonly calls: number;
}

const FIELDS = ['calls', 'running', 'states', 'steps', 'depth', 'queue', 'heap', 'stop'] as const;
type Field = (typeof FIELDS)[number];
const AT: ReadonlyMap<string, number> = new Map(FIELDS.map((field, i) => [field, i]));

/** No code of the model is running. */
const NOTHING = -1;
/** The model file is being imported, or `init` runs. */
const LOADING = -2;

/**
 * Numbers shared between a worker and the thread that started it. Each has one writer, and a
 * reader that is late by one does no harm, so there is no need for atomic access.
 */
export class Pulse implements Observer {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Float64Array;
  #last = NOTHING;

  constructor(memory = new SharedArrayBuffer(FIELDS.length * Float64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#cells = new Float64Array(memory);
  }

  #get(field: Field): number {
    return this.#cells[AT.get(field) ?? 0] ?? 0;
  }
  #set(field: Field, value: number): void {
    this.#cells[AT.get(field) ?? 0] = value;
  }

  reset(): void {
    this.#cells.fill(0);
    this.#set('running', NOTHING);
  }

  /** A step's guard or recipe, or a property after it, is entered. */
  begin(step: { readonly index: number } | null): void {
    this.#last = step?.index ?? this.#last;
    this.#cells[1] = this.#last;
    this.#cells[0] = (this.#cells[0] ?? 0) + 1;
  }
  end(): void {
    this.#cells[1] = NOTHING;
  }
  load(): void {
    this.#last = LOADING;
    this.#set('calls', this.calls + 1);
    this.#set('running', LOADING);
  }

  show({ states, steps, depth, queue, heap }: Omit<Counts, 'calls'>): void {
    this.#set('states', states);
    this.#set('steps', steps);
    this.#set('depth', depth);
    this.#set('queue', queue);
    this.#set('heap', heap);
  }

  /** How often the model was called. */
  get calls(): number {
    return this.#get('calls');
  }
  get counts(): Counts {
    return {
      states: this.#get('states'),
      steps: this.#get('steps'),
      depth: this.#get('depth'),
      queue: this.#get('queue'),
      heap: this.#get('heap'),
      calls: this.calls,
    };
  }
  /** Whether code of the model runs, and of which step; `null` for its file and `init`. */
  get running(): { readonly step: number | null } | null {
    const running = this.#get('running');
    if (running === NOTHING) return null;
    return { step: running === LOADING ? null : running };
  }

  stop(): void {
    this.#set('stop', 1);
  }
  get stopped(): boolean {
    return this.#get('stop') === 1;
  }
}
