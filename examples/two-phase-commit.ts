/**
 * Two-phase commit: resource managers agree to commit or to abort, led by a transaction manager.
 *
 * Source: Gray and Lamport, "Consensus on Transaction Commit" (2004); TwoPhase.tla in the TLA+
 * Examples. 288 distinct states with three managers, 8,832 with five.
 */
import { mutations, oneOf, protocol, table } from 'lastref';

type Manager = 'rm0' | 'rm1' | 'rm2' | 'rm3' | 'rm4' | 'rm5' | 'rm6';

interface TwoPhase {
  readonly rm: Readonly<Record<Manager, 'working' | 'prepared' | 'committed' | 'aborted'>>;
  readonly tm: 'init' | 'committed' | 'aborted';
  /** The managers whose "prepared" message the transaction manager has received. */
  readonly tmPrepared: Readonly<Record<Manager, boolean>>;
  /** Messages are never taken away: once sent, one may be received again and again. */
  readonly sentPrepared: Readonly<Record<Manager, boolean>>;
  readonly sentCommit: boolean;
  readonly sentAbort: boolean;
}

const { model, each } = protocol<TwoPhase>();
const manager = oneOf('rm0', 'rm1', 'rm2', 'rm3', 'rm4', 'rm5', 'rm6');

export const twoPhaseCommit = model({
  name: 'two-phase-commit',
  bounds: { managers: manager.count(3) },

  init: ({ managers }) => ({
    rm: table(managers, 'working'),
    tm: 'init',
    tmPrepared: table(managers, false),
    sentPrepared: table(managers, false),
    sentCommit: false,
    sentAbort: false,
  }),

  actions: {
    tmRcvPrepared: {
      params: { rm: manager },
      when: (s, { rm }) => s.tm === 'init' && s.sentPrepared[rm],
      then: (s, { rm }) => {
        s.tmPrepared[rm] = true;
      },
    },
    tmCommit: {
      when: (s) => s.tm === 'init' && Object.values(s.tmPrepared).every(Boolean),
      then: (s) => {
        s.tm = 'committed';
        s.sentCommit = true;
      },
    },
    tmAbort: {
      when: (s) => s.tm === 'init',
      then: (s) => {
        s.tm = 'aborted';
        s.sentAbort = true;
      },
    },
    rmPrepare: {
      params: { rm: manager },
      when: (s, { rm }) => s.rm[rm] === 'working',
      then: (s, { rm }) => {
        s.rm[rm] = 'prepared';
        s.sentPrepared[rm] = true;
      },
    },
    rmChooseToAbort: {
      params: { rm: manager },
      when: (s, { rm }) => s.rm[rm] === 'working',
      then: (s, { rm }) => {
        s.rm[rm] = 'aborted';
      },
    },
    rmRcvCommit: {
      params: { rm: manager },
      when: (s) => s.sentCommit,
      then: (s, { rm }) => {
        s.rm[rm] = 'committed';
      },
    },
    rmRcvAbort: {
      params: { rm: manager },
      when: (s) => s.sentAbort,
      then: (s, { rm }) => {
        s.rm[rm] = 'aborted';
      },
    },
  },

  always: {
    agreement: (s) => {
      const ends = Object.values(s.rm);
      return !(ends.includes('committed') && ends.includes('aborted'));
    },
  },
  reachable: {
    someoneCommits: each({ rm: manager }, (s, { rm }) => s.rm[rm] === 'committed'),
    someoneAborts: (s) => Object.values(s.rm).includes('aborted'),
  },
});

export const twoPhaseCommitMutations = mutations(twoPhaseCommit, {
  'the transaction manager commits without waiting for the others': {
    breaks: 'agreement',
    unguard: ['tmCommit'],
  },
});
