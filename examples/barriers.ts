/**
 * A reusable barrier of two waiting chambers, made of a lock and two counting semaphores. Nobody
 * leaves a chamber before all are in it, so nobody can lap the others.
 *
 * Source: Differdange, barriers/Barriers.tla in the TLA+ Examples. Labels as in its algorithm.
 */
import { mutations, oneOf, protocol, table } from 'lastref';

type Process = 'p1' | 'p2' | 'p3' | 'p4' | 'p5' | 'p6' | 'p7';
type Label =
  | ('a0' | 'a1' | 'a2' | 'a3' | 'a4' | 'a5' | 'a6')
  | ('a7' | 'a8' | 'a9' | 'a10' | 'a11' | 'a12');

interface Barriers {
  readonly lock: 0 | 1;
  /** Semaphores: how many may still leave the first chamber, and the second. */
  readonly gate_1: number;
  readonly gate_2: number;
  /** How many have entered the first chamber and not yet left the second. */
  readonly rdv: number;
  readonly proc: Readonly<Record<Process, Label>>;
}

const { model, thread, each } = protocol<Barriers>();
const proc = oneOf('p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7');
const onProc = thread('proc', proc);

const all = (s: Barriers): Label[] => Object.values(s.proc);
const N = (s: Barriers) => all(s).length;
const count = (s: Barriers, ...labels: Label[]) =>
  all(s).filter((at) => labels.includes(at)).length;
const some = (s: Barriers, ...labels: Label[]) => count(s, ...labels) > 0;

const arriving = ['a0', 'a1', 'a2', 'a3', 'a4'] as const;
const leaving = ['a7', 'a8', 'a9', 'a10'] as const;
const inLock = (s: Barriers) => count(s, 'a2', 'a3', 'a4', 'a5', 'a8', 'a9', 'a10', 'a11');
const inB1 = (s: Barriers) => count(s, ...arriving, 'a5', 'a6');
const inB2 = (s: Barriers) => count(s, ...leaving, 'a11', 'a12');

const takesLock = (from: Label, to: Label) =>
  onProc(from, {
    when: (s) => s.lock === 1,
    then: (s) => {
      s.lock = 0;
      return to;
    },
  });
const dropsLock = (from: Label, to: Label) =>
  onProc(from, {
    then: (s) => {
      s.lock = 1;
      return to;
    },
  });
const opensFirst = (by: (s: Barriers) => number) =>
  onProc('a4', {
    then: (s) => {
      s.gate_1 += by(s);
      return 'a5';
    },
  });

export const barriers = model({
  name: 'barriers',
  bounds: { processes: proc.count(3) },

  init: ({ processes }) => ({
    lock: 1,
    gate_1: 0,
    gate_2: 0,
    rdv: 0,
    proc: table(processes, 'a0'),
  }),

  actions: {
    a0: onProc('a0', { then: () => 'a1' }),
    a1: takesLock('a1', 'a2'),
    a2: onProc('a2', {
      then: (s) => {
        s.rdv += 1;
        return 'a3';
      },
    }),
    a3: onProc('a3', { then: (s) => (s.rdv === N(s) ? 'a4' : 'a5') }),
    a4: opensFirst(N),
    a5: dropsLock('a5', 'a6'),
    a6: onProc('a6', {
      when: (s) => s.gate_1 > 0,
      then: (s) => {
        s.gate_1 -= 1;
        return 'a7';
      },
    }),
    a7: takesLock('a7', 'a8'),
    a8: onProc('a8', {
      then: (s) => {
        s.rdv -= 1;
        return 'a9';
      },
    }),
    a9: onProc('a9', { then: (s) => (s.rdv === 0 ? 'a10' : 'a11') }),
    a10: onProc('a10', {
      then: (s) => {
        s.gate_2 += N(s);
        return 'a11';
      },
    }),
    a11: dropsLock('a11', 'a12'),
    a12: onProc('a12', {
      when: (s) => s.gate_2 > 0,
      then: (s) => {
        s.gate_2 -= 1;
        return 'a0';
      },
    }),
  },

  always: {
    lockInv: (s) => inLock(s) === 0 || (inLock(s) === 1 && s.lock === 0),
    inv: {
      gatesInRange: (s) => [s.gate_1, s.gate_2].every((gate) => gate >= 0 && gate <= N(s)),
      rdvIsExact: (s) => s.rdv === count(s, 'a3', 'a4', 'a5', 'a6', 'a7', 'a8'),
      someoneUsesGate1: (s) => s.gate_1 === 0 || some(s, 'a5', 'a6'),
      someoneUsesGate2: (s) => s.gate_2 === 0 || some(s, 'a11', 'a12'),
      oneGateIsClosed: (s) => s.gate_1 === 0 || s.gate_2 === 0,
      oneChamberAtATime: (s) => !(some(s, ...arriving) && some(s, ...leaving)),
      gate1Bounded: (s) => s.gate_1 <= inB1(s),
      gate1ShutOnArrival: (s) => !some(s, ...arriving) || s.gate_1 === 0,
      lastOpensGate1: (s) => !some(s, 'a4') || (s.rdv === N(s) && count(s, 'a6') === N(s) - 1),
      gate2Bounded: (s) => s.gate_2 <= inB2(s),
      gate2ShutOnArrival: (s) => !some(s, ...leaving) || s.gate_2 === 0,
      lastOpensGate2: (s) => !some(s, 'a10') || (s.rdv === 0 && count(s, 'a12') === N(s) - 1),
    },
    flushInv: (s) =>
      (s.gate_1 === 0 || s.gate_1 === inB1(s)) && (s.gate_2 === 0 || s.gate_2 === inB2(s)),
  },
  recoverable: { startsAgain: (s) => all(s).every((at) => at === 'a0') },
  reachable: {
    opensGate1: each({ proc }, (s, { proc }) => s.proc[proc] === 'a4'),
    opensGate2: each({ proc }, (s, { proc }) => s.proc[proc] === 'a10'),
    laps: (s) => some(s, 'a0') && some(s, 'a12'),
  },
});

export const barriersMutations = mutations(barriers, {
  'the lock does not exclude': { breaks: 'lockInv', unguard: ['a1'], bounds: { processes: 2 } },
  'the gate opens for one process too few': {
    breaks: 'flushInv',
    replace: { a4: opensFirst((s) => N(s) - 1) },
    bounds: { processes: 2 },
  },
});
