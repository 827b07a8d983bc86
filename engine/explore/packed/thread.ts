/** A thread of a search: does what it is told until it is told to leave. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Member } from './member.ts';
import { ANSWERED, type Letter, type Reply, SENT, type Start, waitFor } from './remote.ts';

// What Remote starts a thread with.
const { port, counters } = workerData as Start;
let member: Member | null = null;

function reply(letter: Letter): Reply {
  try {
    if (letter.do === 'leave') return { answer: null };
    if (letter.do === 'join') {
      member = new Member(letter.index, letter.members, letter.program, letter.isCompact);
      return { answer: null };
    }
    return { answer: member?.do(letter) ?? null };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function answer(): void {
  Atomics.add(counters, ANSWERED, 1);
  Atomics.notify(counters, ANSWERED);
}

answer();
for (let done = 0, isOver = false; !isOver; ) {
  waitFor(counters, SENT, done);
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
    // Only Remote sends.
    const letter = next.message as Letter;
    port.postMessage(reply(letter));
    done += 1;
    answer();
    isOver ||= letter.do === 'leave';
  }
}
port.close();
