import { totalmem } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../../engine/explore/packed/start-thread.ts';
import type { Beginning, Job, Message, Outline, Result } from './job.ts';
import { Pulse } from './pulse.ts';

/** How a job ended. */
export type Ending =
  | { readonly type: 'done'; readonly result: Result }
  /** Bad input, or an action that never ends; `text` says which. */
  | { readonly type: 'failed'; readonly text: string }
  /** Ended from outside: the user, or memory that ran out faster than the budget was looked at. */
  | {
      readonly type: 'cut';
      readonly cut: 'interrupted' | 'max-memory';
      readonly outline: Outline | null;
      readonly seconds: number;
    };

const MiB = 1024 * 1024;

/** One worker thread, which runs one job at a time and can be ended whatever the job does. */
export class Slot {
  readonly pulse = new Pulse();
  #worker: Worker | null = null;
  #finish: ((ending: Ending) => void) | null = null;
  #outline: Outline | null = null;
  #saves = false;
  #start = 0;
  #calls = -1;
  #since = 0;

  /** Starts the thread ahead of its first job. @param source what that will be about, if known */
  warm(source: string | null): this {
    this.#worker ??= this.#open(totalmem(), source);
    return this;
  }

  run(job: Job): Promise<Ending> {
    this.pulse.reset();
    this.#outline = null;
    this.#saves = job.kind === 'check' && job.checkpoint !== null;
    this.#start = performance.now();
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#worker ??= this.#open(job.maxMemory);
      this.#worker.postMessage(job);
    });
  }

  /** Ends a job whose model has been in one call for longer than `ms`. */
  watch(ms: number): void {
    const { calls, running } = this.pulse;
    if (!this.#finish || running === null || calls !== this.#calls) {
      this.#calls = calls;
      this.#since = performance.now();
    } else if (performance.now() - this.#since > ms) {
      const where =
        running.step === null ? 'init, or the model file,' : this.#outline?.steps[running.step];
      const text = [
        `${where} did not end within ${ms / 1000} s`,
        '  usual cause: a loop without end in its guard, in its recipe or in a property after it',
        '  what to do:  make it end; or give it longer with --step-timeout SECONDS',
      ].join('\n');
      this.#end({ type: 'failed', text });
    }
  }

  /** Asks the job to stop; one that cannot hear is ended after a moment. */
  interrupt(): void {
    this.pulse.stop();
    // A job that saves what it has done is given the time for it.
    const grace = this.#saves ? 600_000 : 500;
    setTimeout(() => this.#cut('interrupted'), grace).unref();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #open(maxMemory: number, source: string | null = null): Worker {
    const worker = startThread('scripts/run/worker', {
      workerData: { pulse: this.pulse.memory, source } satisfies Beginning,
      // Room above the budget, so that the budget ends the search and not the runtime.
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil((maxMemory * 1.3) / MiB) + 64 },
    });
    worker.on('message', (message: Message) => {
      if (worker !== this.#worker) return;
      if (message.type === 'ready') this.#outline = message.outline;
      else this.#settle(message);
    });
    worker.on('error', (error: Error) => {
      if (worker !== this.#worker) return;
      const memory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (memory) this.#cut('max-memory');
      else this.#end({ type: 'failed', text: `internal error: ${error.stack}` });
    });
    return worker;
  }

  #cut(cut: 'interrupted' | 'max-memory'): void {
    const seconds = (performance.now() - this.#start) / 1000;
    this.#end({ type: 'cut', cut, outline: this.#outline, seconds });
  }

  /** Ends the thread together with its job. */
  #end(ending: Ending): void {
    if (!this.#finish) return;
    void this.close();
    this.#settle(ending);
  }

  #settle(ending: Ending): void {
    this.#finish?.(ending);
    this.#finish = null;
  }
}
