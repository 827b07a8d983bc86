/**
 * Leader election on a one-way ring: the initiator with the smallest identity wins.
 *
 * Source: Chang and Roberts, "An improved algorithm for decentralized extrema-finding in circular
 * configurations of processes" (1979); Merz, chang_roberts/ChangRoberts.tla in the TLA+ Examples.
 * There any set of nodes may be the initiators at the start; here the first step chooses one.
 */
import { mutations, oneOf, protocol, table } from 'lastref';

type Node = 'node1' | 'node2' | 'node3';
type Id = 1 | 2 | 3;

interface Process {
  readonly at: 'n0' | 'n1';
  readonly initiator: boolean;
  readonly state: 'cand' | 'lost' | 'won';
}

interface ChangRoberts {
  /** The initiators are known. */
  readonly chosen: boolean;
  /** The identities that wait to be received by a node. Sorted: they are sets. */
  readonly msgs: Readonly<Record<Node, readonly Id[]>>;
  readonly node: Readonly<Record<Node, Process>>;
}

const { model, thread, each } = protocol<ChangRoberts>();
const node = oneOf('node1', 'node2', 'node3');
const id = oneOf(1, 2, 3);
const initiates = oneOf(false, true);
const onNode = thread('node', node, { rests: ['n1'] });

const ID: Readonly<Record<Node, Id>> = { node1: 1, node2: 2, node3: 3 };
const SUCC: Readonly<Record<Node, Node>> = { node1: 'node2', node2: 'node3', node3: 'node1' };

const withId = (set: readonly Id[], id: Id): Id[] => [...new Set([...set, id])].sort();

/** Receives one message; `loses` says which identities make a candidate give up. */
const receives = (loses: (id: Id, own: Id) => boolean) =>
  onNode('n1', {
    params: { id },
    when: (s, { node, id }) => s.msgs[node].includes(id),
    then: (s, { node, id, me }) => {
      s.msgs[node] = s.msgs[node].filter((other) => other !== id);
      const forwards = me.state === 'lost' || loses(id, ID[node]);
      if (forwards) s.msgs[SUCC[node]] = withId(s.msgs[SUCC[node]], id);
      if (me.state !== 'lost' && id < ID[node]) me.state = 'lost';
      else if (!forwards && id === ID[node]) me.state = 'won';
      return 'n1';
    },
  });

export const changRoberts = model({
  name: 'chang-roberts',
  bounds: {},

  init: () => ({
    chosen: false,
    msgs: table(node, []),
    node: table(node, { at: 'n0', initiator: false, state: 'lost' }),
  }),

  actions: {
    choose: {
      params: { node1: initiates, node2: initiates, node3: initiates },
      when: (s) => !s.chosen,
      then: (s, initiators) => {
        s.chosen = true;
        for (const node of ['node1', 'node2', 'node3'] as const) {
          s.node[node].initiator = initiators[node];
          s.node[node].state = initiators[node] ? 'cand' : 'lost';
        }
      },
    },
    n0: onNode('n0', {
      when: (s) => s.chosen,
      then: (s, { node, me }) => {
        if (me.initiator) s.msgs[SUCC[node]] = withId(s.msgs[SUCC[node]], ID[node]);
        return 'n1';
      },
    }),
    n1: receives((id, own) => id < own),
  },

  always: {
    correctness: each({ node }, (s, { node }) => {
      const others = Object.entries(s.node).filter(([other]) => other !== node);
      const least = Object.entries(s.node).find(([, { initiator }]) => initiator)?.[0];
      return (
        s.node[node].state !== 'won' ||
        (least === node && others.every(([, { state }]) => state === 'lost'))
      );
    }),
  },
  reachable: {
    wins: each({ node }, (s, { node }) => s.node[node].state === 'won'),
    twoMessagesWait: (s) => Object.values(s.msgs).some((waiting) => waiting.length === 2),
  },
});

export const changRobertsMutations = mutations(changRoberts, {
  'a candidate forwards larger identities too': {
    breaks: 'correctness',
    replace: { n1: receives((id, own) => id !== own) },
  },
});
