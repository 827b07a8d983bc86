/**
 * Readers and writers, served fairly: whoever wants to read or to write waits in one queue.
 *
 * Source: DeFrain, ReadersWriters/ReadersWriters.tla in the TLA+ Examples; the problem is by
 * Courtois, Heymans and Parnas, "Concurrent control with readers and writers" (1971).
 */
import { type Draft, mutations, oneOf, protocol, table } from 'lastref';

type Actor = 'actor1' | 'actor2' | 'actor3' | 'actor4';

interface Request {
  readonly wants: 'read' | 'write';
  readonly actor: Actor;
}

interface ReadersWriters {
  readonly readers: Readonly<Record<Actor, boolean>>;
  readonly writers: Readonly<Record<Actor, boolean>>;
  /** Who waits, the first one next; an actor waits at most once to read and once to write. */
  readonly waiting: readonly Request[];
}

const { model, each } = protocol<ReadersWriters>();
const actor = oneOf('actor1', 'actor2', 'actor3', 'actor4');

const size = (set: Readonly<Record<Actor, boolean>>) => Object.values(set).filter(Boolean).length;
const waits = (s: ReadersWriters, wants: Request['wants'], actor: Actor) =>
  s.waiting.some((request) => request.wants === wants && request.actor === actor);

/** The first in the queue gets in, if it wants this and may. */
const serve = (wants: Request['wants'], may: (s: ReadersWriters) => boolean) => ({
  when: (s: ReadersWriters) => s.waiting[0]?.wants === wants && may(s),
  then: (s: Draft<ReadersWriters>) => {
    const next = s.waiting.shift();
    if (next) s[wants === 'read' ? 'readers' : 'writers'][next.actor] = true;
  },
});

export const readersWriters = model({
  name: 'readers-writers',
  bounds: { actors: actor.count(3) },

  init: ({ actors }) => ({
    readers: table(actors, false),
    writers: table(actors, false),
    waiting: [],
  }),

  actions: {
    tryRead: {
      params: { actor },
      when: (s, { actor }) => !waits(s, 'read', actor),
      then: (s, { actor }) => {
        s.waiting.push({ wants: 'read', actor });
      },
    },
    tryWrite: {
      params: { actor },
      when: (s, { actor }) => !waits(s, 'write', actor),
      then: (s, { actor }) => {
        s.waiting.push({ wants: 'write', actor });
      },
    },
    read: serve('read', (s) => size(s.writers) === 0),
    write: serve('write', (s) => size(s.writers) === 0 && size(s.readers) === 0),
    stop: {
      params: { actor },
      when: (s, { actor }) => s.readers[actor] || s.writers[actor],
      then: (s, { actor }) => {
        if (s.readers[actor]) s.readers[actor] = false;
        else s.writers[actor] = false;
      },
    },
  },

  always: {
    safety: {
      notBoth: (s) => size(s.readers) === 0 || size(s.writers) === 0,
      oneWriter: (s) => size(s.writers) <= 1,
    },
  },
  // Every order of the queue is reachable, so the counts alone would not tell a stack from a queue.
  step: {
    firstComeFirstServed: (before, { action }, after) => {
      const [first, ...rest] = before.waiting;
      if ((action !== 'read' && action !== 'write') || !first) return true;
      const isIn = action === 'read' ? after.readers : after.writers;
      return isIn[first.actor] && JSON.stringify(after.waiting) === JSON.stringify(rest);
    },
  },
  // What the author of the spec lists as not invariant, so that the queue is known to be used.
  reachable: {
    allRead: (s) => Object.values(s.readers).every(Boolean),
    writes: each({ actor }, (s, { actor }) => s.writers[actor]),
    bothWait: each(
      { actor },
      (s, { actor }) => waits(s, 'read', actor) && waits(s, 'write', actor),
    ),
  },
});

export const readersWritersMutations = mutations(readersWriters, {
  'a writer does not wait for the readers': {
    breaks: 'safety',
    replace: { write: serve('write', (s) => size(s.writers) === 0) },
  },
  'a reader does not wait for the writer': {
    breaks: 'safety',
    replace: { read: serve('read', () => true) },
  },
});
