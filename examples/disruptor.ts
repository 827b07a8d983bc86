/**
 * Disruptor: a ring buffer with one producer, in which every consumer reads every event.
 *
 * Source: Schultz-Møller, Disruptor/Disruptor_SPMC.tla and RingBuffer.tla in the TLA+ Examples,
 * a model of the LMAX Disruptor as written in Rust. Its state constraint `published <
 * MaxPublished` is the guard of endWrite here; where it ends a run, the producer stays at its slot.
 */
import { mutations, oneOf, protocol, range, table } from 'lastref';

type Writer = 'w1' | 'w2';
type Reader = 'r1' | 'r2' | 'r3';

interface Slot {
  readonly value: number | null;
  /** Who is at the slot now, to tell data races. Sorted: they are sets. */
  readonly readers: readonly Reader[];
  readonly writers: readonly Writer[];
}

interface Disruptor {
  readonly ringbuffer: readonly Slot[];
  readonly maxPublished: number;
  /** Write cursor. */
  readonly published: number;
  readonly writer: Readonly<Record<Writer, 'advance' | 'access'>>;
  readonly reader: Readonly<
    Record<
      Reader,
      {
        readonly at: 'advance' | 'access';
        /** Read cursor. */
        readonly read: number;
        /** Every event that this reader has read. */
        readonly consumed: readonly number[];
      }
    >
  >;
}

const { model, thread, each } = protocol<Disruptor>();
const writer = oneOf('w1', 'w2');
const reader = oneOf('r1', 'r2', 'r3');
const onWriter = thread('writer', writer, { rests: ['access'] });
const onReader = thread('reader', reader);

/** The slot of a sequence number: the ring goes round. */
function slotOf<T>(ring: readonly T[], sequence: number): T {
  const slot = ring[sequence % ring.length];
  if (slot === undefined) throw new Error(`no slot for ${sequence}`);
  return slot;
}
const without = <T>(set: readonly T[], gone: T): T[] => set.filter((one) => one !== gone);
const minReadSequence = (s: Disruptor) => Math.min(...Object.values(s.reader).map((r) => r.read));

export const disruptor = model({
  name: 'disruptor',
  bounds: {
    writers: writer.count(1),
    readers: reader.count(3),
    size: range(4, { min: 1, max: 8 }),
    maxPublished: range(10, { min: 1, max: 20 }),
  },

  init: ({ writers, readers, size, maxPublished }) => ({
    ringbuffer: Array.from({ length: size }, () => ({ value: null, readers: [], writers: [] })),
    maxPublished,
    published: -1,
    writer: table(writers, 'advance'),
    reader: table(readers, { at: 'advance', read: -1, consumed: [] }),
  }),

  actions: {
    beginWrite: onWriter('advance', {
      when: (s) => minReadSequence(s) >= s.published + 1 - s.ringbuffer.length,
      then: (s, { writer }) => {
        const slot = slotOf(s.ringbuffer, s.published + 1);
        slot.writers = [...slot.writers, writer].sort();
        slot.value = s.published + 1;
        return 'access';
      },
    }),
    endWrite: onWriter('access', {
      when: (s) => s.published + 1 < s.maxPublished,
      then: (s, { writer }) => {
        const slot = slotOf(s.ringbuffer, s.published + 1);
        slot.writers = without(slot.writers, writer);
        s.published += 1;
        return 'advance';
      },
    }),
    beginRead: onReader('advance', {
      when: (s, { me }) => s.published >= me.read + 1,
      then: (s, { reader, me }) => {
        const slot = slotOf(s.ringbuffer, me.read + 1);
        slot.readers = [...slot.readers, reader].sort();
        if (slot.value !== null) me.consumed.push(slot.value);
        return 'access';
      },
    }),
    endRead: onReader('access', {
      then: (s, { reader, me }) => {
        const slot = slotOf(s.ringbuffer, me.read + 1);
        slot.readers = without(slot.readers, reader);
        me.read += 1;
        return 'advance';
      },
    }),
  },

  always: {
    noDataRaces: (s) =>
      s.ringbuffer.every(
        ({ readers, writers }) =>
          (readers.length === 0 || writers.length === 0) && writers.length <= 1,
      ),
    // The spec says it as liveness; that nothing is read out of order is the safe half of it.
    readsInOrder: each({ reader }, (s, { reader }) =>
      s.reader[reader].consumed.every((event, i) => event === i),
    ),
  },
  reachable: {
    readsAll: each(
      { reader },
      (s, { reader }) => s.reader[reader].consumed.length === s.maxPublished,
    ),
    ringIsFull: (s) => minReadSequence(s) === s.published - s.ringbuffer.length,
  },
});

export const disruptorMutations = mutations(disruptor, {
  'the producer does not wait for the slowest consumer': {
    breaks: 'noDataRaces',
    unguard: ['beginWrite'],
  },
  // "To see a data race, try and run the model with two producers."
  'there are two producers': { breaks: 'noDataRaces', bounds: { writers: 2 } },
});
