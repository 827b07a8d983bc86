import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type Worker,
} from 'node:worker_threads';
import type { Command } from './member.ts';
import type { Program } from './program.ts';
import { startThread } from './start-thread.ts';

/** What a thread is started with. */
export interface Start {
  readonly port: MessagePort;
  /** Two counters: what was sent to the thread, and what it has answered. */
  readonly counters: Int32Array;
}
/** Milliseconds that a thread is given to start where a search waits for it. */
const PATIENCE = 60_000;

export const SENT = 0;
export const ANSWERED = 1;

/** What is sent to a thread: who it is, then what to do. */
export type Letter =
  | {
      readonly do: 'join';
      readonly index: number;
      readonly members: number;
      readonly program: Program;
      readonly isCompact: boolean;
    }
  | { readonly do: 'leave' }
  | Command;

/** What comes back. */
export type Reply = { readonly answer: unknown } | { readonly error: string };

/**
 * A member on a thread of its own. Both sides wait on counters in shared memory, so that a search
 * goes on without returning to the event loop.
 */
export class Remote {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #counters = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  #sent = 0;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const start: Start = { port: port2, counters: this.#counters };
    this.#worker = startThread('engine/explore/packed/thread', {
      workerData: start,
      transferList: [port2],
    });
    this.#worker.unref();
    port1.unref();
  }

  /** Whether the thread has started and takes orders. */
  get isReady(): boolean {
    return Atomics.load(this.#counters, ANSWERED) > 0;
  }

  /** Waits until it does; a thread that does not start is never ready. */
  wait(): void {
    Atomics.wait(this.#counters, ANSWERED, 0, PATIENCE);
  }

  send(letter: Letter): void {
    this.#port.postMessage(letter);
    this.#sent += 1;
    Atomics.store(this.#counters, SENT, this.#sent);
    Atomics.notify(this.#counters, SENT);
  }

  /** Waits for the answer to what was sent last. */
  answer(): unknown {
    for (;;) {
      const answered = Atomics.load(this.#counters, ANSWERED);
      // One more than was sent: that it has started is an answer, too.
      if (answered > this.#sent) break;
      waitFor(this.#counters, ANSWERED, answered);
    }
    // Only a thread of ours sends, and one reply for each letter.
    const { message } = receiveMessageOnPort(this.#port) as { message: Reply };
    if ('error' in message) throw new Error(`a thread of the search failed: ${message.error}`);
    return message.answer;
  }

  leave(): void {
    this.send({ do: 'leave' });
  }
}

/** Looks so often before it sleeps: to be woken takes longer than most waits. */
const SPINS = 2000;

/** Waits while a counter is what it was. */
export function waitFor(counters: Int32Array, counter: number, value: number): void {
  for (let i = 0; i < SPINS; i++) if (Atomics.load(counters, counter) !== value) return;
  Atomics.wait(counters, counter, value);
}
