/**
 * Peterson's lock: two processes, a flag each, and a turn that the later one gives away.
 *
 * Source: Peterson, "Myths about the mutual exclusion problem" (1981); Differdange,
 * locks_auxiliary_vars/Peterson.tla in the TLA+ Examples. The labels are those of its algorithm.
 */
import { mutations, oneOf, protocol, table } from 'lastref';

type Process = 'p1' | 'p2';

interface Peterson {
  /** A process wants to enter, or is inside. */
  readonly c: Readonly<Record<Process, boolean>>;
  readonly turn: Process;
  readonly proc: Readonly<Record<Process, 'a0' | 'a1' | 'a2' | 'a3' | 'cs' | 'a4'>>;
}

const { model, thread, each } = protocol<Peterson>();
const proc = oneOf('p1', 'p2');
const onProc = thread('proc', proc);

const other = (p: Process): Process => (p === 'p1' ? 'p2' : 'p1');
const inside = (s: Peterson, p: Process) => ['cs', 'a4'].includes(s.proc[p]);

export const peterson = model({
  name: 'peterson',
  bounds: {},

  init: () => ({ c: table(proc, false), turn: 'p1', proc: table(proc, 'a0') }),

  actions: {
    a0: onProc('a0', { then: () => 'a1' }),
    a1: onProc('a1', {
      then: (s, { proc }) => {
        s.c[proc] = true;
        return 'a2';
      },
    }),
    a2: onProc('a2', {
      then: (s, { proc }) => {
        s.turn = other(proc);
        return 'a3';
      },
    }),
    a3: onProc('a3', {
      when: (s, { proc }) => !s.c[other(proc)] || s.turn === proc,
      then: () => 'cs',
    }),
    cs: onProc('cs', { then: () => 'a4' }),
    a4: onProc('a4', {
      then: (s, { proc }) => {
        s.c[proc] = false;
        return 'a0';
      },
    }),
  },

  always: {
    flags: each({ proc }, (s, { proc }) => s.c[proc] === !['a0', 'a1'].includes(s.proc[proc])),
    priority: each(
      { proc },
      (s, { proc }) =>
        !inside(s, proc) || s.turn === proc || ['a0', 'a1', 'a2'].includes(s.proc[other(proc)]),
    ),
    mutualExclusion: (s) => !(inside(s, 'p1') && inside(s, 'p2')),
  },
  reachable: {
    enters: each({ proc }, (s, { proc }) => s.proc[proc] === 'cs'),
    waits: each({ proc }, (s, { proc }) => s.proc[proc] === 'a3' && inside(s, other(proc))),
  },
});

export const petersonMutations = mutations(peterson, {
  'the turn is given away before the flag is raised': {
    breaks: 'mutualExclusion',
    swap: { first: 'a1', second: 'a2', next: 'a3' },
  },
  'nobody waits': { breaks: 'mutualExclusion', unguard: ['a3'] },
});
