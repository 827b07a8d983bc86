import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../engine/errors.ts';
import type { Bounds } from '../../engine/system/system.ts';
import type { Ask, Opened } from '../../traces/viewer/ask.ts';
import { VERSION } from '../package.ts';
import { memoryShare } from '../plan.ts';
import { Slot } from '../run/slot.ts';

/** What is explored, and where to begin. */
export interface Start extends Pick<Opened, 'mutation' | 'steps' | 'loop'> {
  readonly source: string;
  readonly model: string;
  /** The model file, where it is one that may change. */
  readonly file: string | null;
  readonly bounds: Bounds;
  readonly stepTimeout: number;
}

/** How long one who asks for changes is kept waiting, in milliseconds. */
const PATIENCE = 20_000;
/** A file is written in several goes. */
const SETTLE = 150;

/**
 * Answers questions about one model, one at a time, on a thread of its own: a step that never ends
 * is ended with it, and a model that changes is loaded anew by a new one.
 */
export class Session {
  readonly #start: Start;
  #slot = new Slot();
  #version = 0;
  #last: Promise<unknown> = Promise.resolve();
  #waiting: (() => void)[] = [];
  readonly #watcher: FSWatcher | null;
  readonly #watchdog: NodeJS.Timeout;
  #settling: NodeJS.Timeout | null = null;

  constructor(start: Start) {
    this.#start = start;
    const { file } = start;
    this.#watcher = file === null ? null : watch(dirname(file), { recursive: true });
    this.#watcher?.on('change', (_, name) => {
      if (/(?:^|\/)(?:node_modules|\.git)\//.test(String(name))) return;
      if (!/\.[cm]?[jt]sx?$/.test(String(name))) return;
      clearTimeout(this.#settling ?? undefined);
      this.#settling = setTimeout(() => this.#reload(), SETTLE);
    });
    this.#watchdog = setInterval(() => this.#slot.watch(start.stepTimeout * 1000), 100);
  }

  /** The answer to a question, as JSON. @throws {InputError} what is wrong with it or the model */
  async answer(ask: Ask): Promise<string> {
    if (ask.ask === 'changed') return await this.#changed(ask.since);
    if (ask.ask !== 'open') return await this.#asked(ask);
    const { mutation, steps, loop } = this.#start;
    const version = this.#version;
    const model = JSON.parse(await this.#asked(ask));
    return JSON.stringify({ ...model, version, lastref: VERSION, mutation, steps, loop });
  }

  async close(): Promise<void> {
    clearInterval(this.#watchdog);
    this.#watcher?.close();
    for (const wake of this.#waiting) wake();
    await this.#slot.close();
  }

  #asked(ask: Ask): Promise<string> {
    const answer = this.#last.then(() => this.#run(ask));
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #run(ask: Ask): Promise<string> {
    const { source, model, bounds } = this.#start;
    const common = { source, model, colour: false, maxMemory: memoryShare(undefined, 1) };
    const ending = await this.#slot.run({ kind: 'explore', ...common, bounds, ask });
    if (ending.type === 'done' && ending.result.kind === 'explore') return ending.result.answer;
    throw new InputError(ending.type === 'failed' ? ending.text : 'ended before it was done');
  }

  /** Waits until the model is another one than of a version. */
  async #changed(since: number): Promise<string> {
    if (since === this.#version) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        setTimeout(resolve, PATIENCE).unref();
      });
    }
    return JSON.stringify({ version: this.#version });
  }

  #reload(): void {
    // What runs is of the old model: the next question starts a thread that loads the new one.
    this.#last = this.#last.then(async () => {
      await this.#slot.close();
      this.#slot = new Slot();
    });
    this.#version += 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
