/**
 * Transaction commit: what resource managers may decide, before any protocol makes them agree. It
 * is what two-phase commit implements.
 *
 * Source: Gray and Lamport, "Consensus on Transaction Commit" (2004);
 * transaction_commit/TCommit.tla in the TLA+ Examples.
 */
import { mutations, oneOf, protocol, table } from 'lastref';

type Manager = 'rm1' | 'rm2' | 'rm3' | 'rm4' | 'rm5';

interface TransactionCommit {
  readonly rmState: Readonly<Record<Manager, 'working' | 'prepared' | 'committed' | 'aborted'>>;
}

const { model, each } = protocol<TransactionCommit>();
const rm = oneOf('rm1', 'rm2', 'rm3', 'rm4', 'rm5');

const canCommit = (s: TransactionCommit) =>
  Object.values(s.rmState).every((state) => state === 'prepared' || state === 'committed');
const notCommitted = (s: TransactionCommit) => !Object.values(s.rmState).includes('committed');

export const transactionCommit = model({
  name: 'transaction-commit',
  bounds: { managers: rm.count(3) },
  init: ({ managers }) => ({ rmState: table(managers, 'working') }),

  actions: {
    prepare: {
      params: { rm },
      when: (s, { rm }) => s.rmState[rm] === 'working',
      then: (s, { rm }) => {
        s.rmState[rm] = 'prepared';
      },
    },
    decideCommit: {
      params: { rm },
      when: (s, { rm }) => s.rmState[rm] === 'prepared' && canCommit(s),
      then: (s, { rm }) => {
        s.rmState[rm] = 'committed';
      },
    },
    decideAbort: {
      params: { rm },
      when: (s, { rm }) => ['working', 'prepared'].includes(s.rmState[rm]) && notCommitted(s),
      then: (s, { rm }) => {
        s.rmState[rm] = 'aborted';
      },
    },
  },

  always: {
    consistent: (s) => {
      const decisions = Object.values(s.rmState);
      return !(decisions.includes('aborted') && decisions.includes('committed'));
    },
  },
  reachable: {
    commits: each({ rm }, (s, { rm }) => s.rmState[rm] === 'committed'),
    aborts: each({ rm }, (s, { rm }) => s.rmState[rm] === 'aborted'),
  },
});

export const transactionCommitMutations = mutations(transactionCommit, {
  'a manager commits without asking the others': {
    breaks: 'consistent',
    unguard: ['decideCommit'],
  },
});
