/**
 * The models of published specifications with the counts that were published for them, so that
 * any engine can be held to numbers that came from another one (TLC).
 *
 * Source: github.com/tlaplus/Examples, the file `manifest.json` in the folder of each
 * specification. How its counts and lastref's are related:
 *
 * - `distinctStates` is lastref's states.
 * - `totalStates` is what TLC generated: the initial states, and a successor for each step, whether
 *   it was new, known, or the same state again. Models here have one action for each disjunct, so
 *   it is the steps plus the initial state.
 * - `stateDepth` counts the states of the longest path; lastref counts its steps, one less.
 * - A specification with several initial states begins with a step here that chooses one: one
 *   state more, no initial state to subtract, and the depth that TLC says.
 * - Where a state constraint bounds the specification, TLC counts successors outside of it as
 *   generated and drops them. Here a guard stops the step before: as often as it is refused.
 */
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations } from '../engine/language/mutation.ts';
import { barriers, barriersMutations } from './barriers.ts';
import { changRoberts, changRobertsMutations } from './chang-roberts.ts';
import { diningPhilosophers, diningPhilosophersMutations } from './dining-philosophers.ts';
import { disruptor, disruptorMutations } from './disruptor.ts';
import { german, germanMutations } from './german.ts';
import { peterson, petersonMutations } from './peterson.ts';
import { readersWriters, readersWritersMutations } from './readers-writers.ts';
import { transactionCommit, transactionCommitMutations } from './transaction-commit.ts';
import { twoPhaseCommit, twoPhaseCommitMutations } from './two-phase-commit.ts';

/** A model at the bounds of a published run, what lastref must count, and what was published. */
export interface Published {
  readonly model: AnyModel;
  readonly bounds: Readonly<Record<string, number>>;
  /** What an exhaustive search must count, in lastref's terms. */
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  /** The manifest, the configuration in it, and what it says of that, in TLC's terms. */
  readonly tlc: ReturnType<typeof tlc>;
  /** The model begins with a step that chooses among the specification's initial states. */
  readonly chooses?: true;
  /** The action whose guard stands for the specification's state constraint. */
  readonly constraint?: string;
  readonly mutations: Mutations;
  /** For each mutation, the fewest steps in which it can break what it names, and why. */
  readonly faults: Readonly<Record<string, readonly [steps: number, why: string]>>;
}

/** What a manifest says of the run of one configuration. */
const tlc = (
  folder: string,
  config: string,
  distinctStates: number,
  totalStates: number,
  stateDepth: number,
) => ({
  manifest: `specifications/${folder}/manifest.json`,
  config: `specifications/${folder}/${config}`,
  distinctStates,
  totalStates,
  stateDepth,
});

export const published: readonly Published[] = [
  {
    model: twoPhaseCommit,
    bounds: { managers: 3 },
    states: 288,
    steps: 1_145,
    depth: 10,
    tlc: tlc('transaction_commit', 'TwoPhase.cfg', 288, 1_146, 11),
    mutations: twoPhaseCommitMutations,
    faults: {
      'the transaction manager commits without waiting for the others': [
        3,
        'its decision, one manager that obeys it, and one that aborts by itself',
      ],
    },
  },
  {
    model: transactionCommit,
    bounds: { managers: 3 },
    states: 34,
    steps: 93,
    depth: 6,
    tlc: tlc('transaction_commit', 'TCommit.cfg', 34, 94, 7),
    mutations: transactionCommitMutations,
    faults: {
      'a manager commits without asking the others': [2, 'one decision each, the abort first'],
    },
  },
  {
    model: peterson,
    bounds: {},
    states: 42,
    steps: 76,
    depth: 10,
    tlc: tlc('locks_auxiliary_vars', 'Peterson.cfg', 42, 77, 11),
    mutations: petersonMutations,
    faults: {
      'the turn is given away before the flag is raised': [8, 'it is four steps to cs for each'],
      'nobody waits': [8, 'it is four steps to cs for each'],
    },
  },
  {
    model: barriers,
    bounds: { processes: 6 },
    states: 29_279,
    steps: 104_514,
    depth: 92,
    tlc: tlc('barriers', 'Barriers.cfg', 29_279, 104_515, 93),
    mutations: barriersMutations,
    faults: {
      'the lock does not exclude': [4, 'a0 and a1 of two processes'],
      'the gate opens for one process too few': [
        10,
        'one process passes a0 a1 a2 a3 a5, the last of two a0 a1 a2 a3 a4',
      ],
    },
  },
  {
    model: disruptor,
    bounds: { writers: 1, readers: 3, size: 4, maxPublished: 10 },
    states: 8_496,
    steps: 27_705,
    depth: 81,
    tlc: tlc('Disruptor', 'Disruptor_SPMC.cfg', 8_496, 28_049, 82),
    constraint: 'endWrite',
    mutations: disruptorMutations,
    faults: {
      'the producer does not wait for the slowest consumer': [
        10,
        'four events written in two steps each, one step into the first, one into its slot again',
      ],
      'there are two producers': [2, 'both are at the first slot'],
    },
  },
  {
    model: readersWriters,
    bounds: { actors: 3 },
    states: 21_527,
    steps: 59_673,
    depth: 12,
    tlc: tlc('ReadersWriters', 'MC.cfg', 21_527, 59_674, 13),
    mutations: readersWritersMutations,
    faults: {
      'a writer does not wait for the readers': [4, 'two actors queue and two are let in'],
      'a reader does not wait for the writer': [4, 'two actors queue and two are let in'],
    },
  },
  {
    model: changRoberts,
    bounds: {},
    states: 138,
    steps: 227,
    depth: 10,
    tlc: tlc('chang_roberts', 'MCChangRoberts.cfg', 137, 227, 10),
    chooses: true,
    mutations: changRobertsMutations,
    faults: {
      'a candidate forwards larger identities too': [
        7,
        'the choice, then each of three nodes starts and passes on the identity that wins',
      ],
    },
  },
  {
    // Five, as in APDiningPhilosophers.cfg beside it: of two to five, only five have these counts.
    model: diningPhilosophers,
    bounds: { philosophers: 5 },
    states: 67,
    steps: 335,
    depth: 28,
    tlc: tlc('DiningPhilosophers', 'DiningPhilosophers.cfg', 67, 336, 29),
    mutations: diningPhilosophersMutations,
    faults: { 'nobody looks at the forks': [2, 'two neighbours, one step each'] },
  },
  {
    // The counts since the configuration is without symmetry (852 states before).
    model: german,
    bounds: { nodes: 2, data: 2 },
    states: 3_391,
    steps: 9_914,
    depth: 19,
    tlc: tlc('GermanProtocol', 'MCGermanWithMutex.cfg', 3_390, 9_914, 19),
    chooses: true,
    mutations: germanMutations,
    faults: {
      'the line is granted exclusively while others share it': [
        9,
        'the choice, then request, receipt, grant and receipt for each of two nodes',
      ],
      'no acknowledgement is waited for': [
        5,
        'the choice, request, receipt and grant, and the acknowledgement that nobody sent',
      ],
    },
  },
];
