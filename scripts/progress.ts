import { type Context, grouped } from './io.ts';
import type { Counts } from './run/pulse.ts';

const MiB = 1024 * 1024;

/** One line on a terminal's standard error that is rewritten once a second; nothing elsewhere. */
export class Progress {
  readonly #context: Context;
  readonly #total: number;
  #before = 0;
  #shown = false;

  constructor(context: Context, total: number) {
    this.#context = context;
    this.#total = total;
  }

  /** Counts are what the running jobs have seen so far. */
  show(done: number, running: readonly Counts[]): void {
    if (!this.#context.stderrIsTTY) return;
    const sum = (field: keyof Counts) => running.reduce((total, each) => total + each[field], 0);
    const states = sum('states');
    const queue = sum('queue');
    const rate = Math.max(0, states - this.#before);
    this.#before = states;
    const search = [
      `depth ${Math.max(0, ...running.map(({ depth }) => depth))}`,
      `${grouped(states)} states (${grouped(rate)}/s)`,
      `queue ${grouped(queue)}`,
      `${grouped(Math.round(sum('heap') / MiB))} MiB`,
    ];
    const nodes = [`${grouped(queue)} nodes`, `${grouped(Math.round(sum('heap') / MiB))} MiB`];
    // A hunt keeps no states, and prove counts them in the end.
    const others = queue > 0 ? nodes : [`${grouped(sum('calls'))} calls of the model`];
    const parts = [
      ...(this.#total > 1 ? [`${done} of ${this.#total} runs`] : []),
      ...(states === 0 ? others : search),
    ];
    this.#context.process.stderr.write(`\r\u001b[K${parts.join(' · ')}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.#context.process.stderr.write('\r\u001b[K');
    this.#shown = false;
  }
}
