import { InputError } from '../../engine/errors.ts';
import type { Bounds } from '../../engine/system/system.ts';
import type { Ask, Opened } from '../../traces/viewer/ask.ts';
import { VERSION } from '../package.ts';
import { memoryShare } from '../plan.ts';
import { Slot } from '../run/slot.ts';
import { watchSources } from './watch-sources.ts';

/** What is explored, and where to begin. */
export interface Start extends Pick<Opened, 'mutation' | 'steps' | 'loop'> {
  readonly source: string;
  readonly model: string;
  /** Where the model's sources are, if they may change. */
  readonly folder: string | null;
  readonly bounds: Bounds;
  readonly stepTimeout: number;
}

/** How long one who asks for changes is kept waiting, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Answers questions about one model, one at a time, on a thread of its own: a step that never ends
 * is ended with it, and a model that changes is loaded anew by a new one.
 */
export class Session {
  readonly #start: Start;
  #slot = new Slot();
  #version = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #waiting = new Set<() => void>();
  readonly #unwatch: () => void;
  readonly #watchdog: NodeJS.Timeout;

  constructor(start: Start) {
    this.#start = start;
    const { folder } = start;
    this.#unwatch = folder === null ? () => {} : watchSources(folder, () => this.#reload());
    this.#watchdog = setInterval(() => this.#slot.watch(start.stepTimeout * 1000), 100);
  }

  /**
   * The answer to a question, as JSON. @throws {InputError} what is wrong with it or the model
   * @param gone aborted when nobody waits for the answer any more
   */
  async answer(ask: Ask, gone?: AbortSignal): Promise<string> {
    if (ask.ask === 'changed') return await this.#changed(ask.since, gone);
    if (ask.ask !== 'open') return await this.#asked(ask, gone);
    const { mutation, steps, loop } = this.#start;
    const version = this.#version;
    const model = JSON.parse(await this.#asked(ask, gone));
    return JSON.stringify({ ...model, version, lastref: VERSION, mutation, steps, loop });
  }

  async close(): Promise<void> {
    clearInterval(this.#watchdog);
    this.#unwatch();
    for (const wake of this.#waiting) wake();
    await this.#slot.close();
  }

  #asked(ask: Ask, gone?: AbortSignal): Promise<string> {
    const answer = this.#last.then(() => this.#run(ask, gone));
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #run(ask: Ask, gone?: AbortSignal): Promise<string> {
    if (gone?.aborted) throw new InputError('nobody waits for this answer');
    const stop = () => this.#slot.pulse.stop();
    gone?.addEventListener('abort', stop, { once: true });
    try {
      return await this.#told(ask);
    } finally {
      gone?.removeEventListener('abort', stop);
    }
  }

  async #told(ask: Ask): Promise<string> {
    const { source, model, bounds } = this.#start;
    const common = { source, model, colour: false, maxMemory: memoryShare(undefined, 1) };
    const ending = await this.#slot.run({ kind: 'explore', ...common, bounds, ask });
    if (ending.type === 'done' && ending.result.kind === 'explore') return ending.result.answer;
    // What is our own mistake is said, but not where in which file.
    const text = ending.type === 'failed' ? ending.text.replace(/\n +at [\s\S]*$/, '') : null;
    throw new InputError(text ?? 'ended before it was done: there is not enough memory');
  }

  /** Waits until the model is another one than of a version. */
  async #changed(since: number, gone?: AbortSignal): Promise<string> {
    if (since === this.#version && !gone?.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, PATIENCE).unref();
        gone?.addEventListener('abort', wake, { once: true });
        this.#waiting.add(wake);
      });
    }
    return JSON.stringify({ version: this.#version });
  }

  #reload(): void {
    // What runs is of the old model: the next question starts a thread that loads the new one.
    this.#slot.pulse.stop();
    this.#last = this.#last.then(async () => {
      await this.#slot.close();
      this.#slot = new Slot();
    });
    this.#version += 1;
    for (const wake of this.#waiting) wake();
  }
}
