/**
 * German's cache coherence: a directory grants a memory line to many nodes shared or to one
 * exclusively, and has the others give it up first. `chan1` carries requests to the directory,
 * `chan2` grants and invalidations, `chan3` acknowledgements with the data written back.
 *
 * Source: Chou, Mannava and Park, "A simple method for parameterized verification of cache
 * coherence protocols" (2004); Kuppe, GermanProtocol/GermanWithMutex.tla in the TLA+ Examples.
 * There memory starts with any datum; here the first step chooses one.
 */
import { type Draft, mutations, oneOf, protocol, table } from 'lastref';

type Node = 'n1' | 'n2' | 'n3';
type Datum = 'd1' | 'd2' | 'd3';
type Message<Cmd> = { readonly cmd: Cmd | 'Empty'; readonly data: Datum | null };
type Cache = { readonly state: 'I' | 'S' | 'E'; readonly data: Datum | null };

interface German {
  readonly cache: Readonly<Record<Node, Cache>>;
  readonly chan1: Readonly<Record<Node, 'Empty' | 'ReqS' | 'ReqE'>>;
  readonly chan2: Readonly<Record<Node, Message<'Inv' | 'GntS' | 'GntE'>>>;
  readonly chan3: Readonly<Record<Node, Message<'InvAck'>>>;
  /** Who is still to be sent an invalidation, and who may hold the line. */
  readonly invSet: Readonly<Record<Node, boolean>>;
  readonly shrSet: Readonly<Record<Node, boolean>>;
  readonly exGntd: boolean;
  /** The request that the directory works on, and whose it is. */
  readonly curCmd: 'Empty' | 'ReqS' | 'ReqE';
  readonly curPtr: Node | null;
  readonly memData: Datum | null;
  /** What was written last, wherever it is now. */
  readonly auxData: Datum | null;
}

const { model, each } = protocol<German>();
const node = oneOf('n1', 'n2', 'n3');
const datum = oneOf('d1', 'd2', 'd3');
const of = <T>(record: Readonly<Record<Node, T>>): T[] => Object.values(record);
const empty = { cmd: 'Empty', data: null } as const;
const isGranted = (s: German, node: Node) => ['GntS', 'GntE'].includes(s.chan2[node].cmd);

/** Grants the line to whoever asked; a request for all of it waits until nobody shares it. */
const sendGnt = (waits: boolean) => ({
  params: { node },
  when: (s: German, { node }: { node: Node }) =>
    s.curCmd !== 'Empty' &&
    s.curPtr === node &&
    s.chan2[node].cmd === 'Empty' &&
    !s.exGntd &&
    !(waits && s.curCmd === 'ReqE' && of(s.shrSet).includes(true)),
  then: (s: Draft<German>, { node }: { node: Node }) => {
    s.chan2[node] = { cmd: s.curCmd === 'ReqS' ? 'GntS' : 'GntE', data: s.memData };
    s.shrSet[node] = true;
    s.exGntd = s.curCmd === 'ReqE';
    s.curCmd = 'Empty';
    s.curPtr = null;
  },
});

/** Neither holds the line nor is being granted it, and has nothing to acknowledge. */
const isApart = (s: German, node: Node) =>
  s.cache[node].state === 'I' && !isGranted(s, node) && s.chan3[node].cmd === 'Empty';

export const german = model({
  name: 'german',
  bounds: { nodes: node.count(2), data: datum.count(2) },

  init: ({ nodes }) => ({
    cache: table(nodes, { state: 'I', data: null }),
    chan1: table(nodes, 'Empty'),
    chan2: table(nodes, empty),
    chan3: table(nodes, empty),
    invSet: table(nodes, false),
    shrSet: table(nodes, false),
    exGntd: false,
    curCmd: 'Empty',
    curPtr: null,
    memData: null,
    auxData: null,
  }),

  actions: {
    choose: {
      params: { datum },
      when: (s) => s.auxData === null,
      then: (s, { datum }) => {
        s.memData = datum;
        s.auxData = datum;
      },
    },
    store: {
      params: { node, datum },
      when: (s, { node }) => s.cache[node].state === 'E',
      then: (s, { node, datum }) => {
        s.cache[node].data = datum;
        s.auxData = datum;
      },
    },
    sendReq: {
      params: { node, cmd: oneOf('ReqS', 'ReqE') },
      when: (s, { node, cmd }) =>
        s.auxData !== null &&
        s.chan1[node] === 'Empty' &&
        (s.cache[node].state === 'I' || (s.cache[node].state === 'S' && cmd === 'ReqE')),
      then: (s, { node, cmd }) => {
        s.chan1[node] = cmd;
      },
    },
    recvReq: {
      params: { node },
      when: (s, { node }) => s.curCmd === 'Empty' && s.chan1[node] !== 'Empty',
      then: (s, { node }) => {
        s.curCmd = s.chan1[node];
        s.curPtr = node;
        s.chan1[node] = 'Empty';
        s.invSet = { ...s.shrSet };
      },
    },
    sendInv: {
      params: { node },
      when: (s, { node }) =>
        s.chan2[node].cmd === 'Empty' &&
        s.invSet[node] &&
        (s.curCmd === 'ReqE' || (s.curCmd === 'ReqS' && s.exGntd)),
      then: (s, { node }) => {
        s.chan2[node].cmd = 'Inv';
        s.invSet[node] = false;
      },
    },
    sendInvAck: {
      params: { node },
      when: (s, { node }) => s.chan2[node].cmd === 'Inv' && s.chan3[node].cmd === 'Empty',
      then: (s, { node }) => {
        const { state, data } = s.cache[node];
        s.chan2[node] = empty;
        s.chan3[node] = { cmd: 'InvAck', data: state === 'E' ? data : null };
        s.cache[node] = { state: 'I', data: null };
      },
    },
    recvInvAck: {
      params: { node },
      when: (s, { node }) => s.chan3[node].cmd === 'InvAck' && s.curCmd !== 'Empty',
      then: (s, { node }) => {
        s.shrSet[node] = false;
        if (s.exGntd) s.memData = s.chan3[node].data;
        s.exGntd = false;
        s.chan3[node] = empty;
      },
    },
    sendGnt: sendGnt(true),
    recvGnt: {
      params: { node },
      when: (s, { node }) => isGranted(s, node),
      then: (s, { node }) => {
        const { cmd, data } = s.chan2[node];
        s.cache[node] = { state: cmd === 'GntS' ? 'S' : 'E', data };
        s.chan2[node] = empty;
      },
    },
  },

  always: {
    coherence: (s) => {
      const held = of(s.cache).filter(({ state }) => state !== 'I');
      return held.length < 2 || held.every(({ state }) => state === 'S');
    },
    dataProp: {
      memory: (s) => s.exGntd || s.memData === s.auxData,
      caches: (s) => of(s.cache).every(({ state, data }) => state === 'I' || data === s.auxData),
    },
    transactionConsistency: (s) => (s.curCmd === 'Empty') === (s.curPtr === null),
    directoryAccurate: each(
      { node },
      (s, { node }) => s.cache[node].state === 'I' || s.shrSet[node],
    ),
    exclusiveIsolation: each(
      { node, other: node },
      (s, { node, other }) =>
        s.cache[node].state !== 'E' || (s.exGntd && (other === node || isApart(s, other))),
    ),
    writebackCarriesLatest: each({ node, other: node }, (s, { node, other }) => {
      if (s.chan3[node].cmd === 'Empty' || s.curCmd === 'Empty' || !s.exGntd) return true;
      const isExclusive = s.cache[other].state === 'E' || s.chan2[other].cmd === 'GntE';
      const alone = !isExclusive && s.chan3[other].cmd === 'Empty';
      return s.chan3[node].data === s.auxData && (other === node || alone);
    }),
  },
  reachable: {
    shared: (s) => of(s.cache).every(({ state }) => state === 'S'),
    exclusive: each({ node }, (s, { node }) => s.cache[node].state === 'E'),
    writtenBack: (s) => of(s.chan3).some(({ data }) => data !== null && data !== s.memData),
  },
});

export const germanMutations = mutations(german, {
  'the line is granted exclusively while others share it': {
    breaks: 'coherence',
    replace: { sendGnt: sendGnt(false) },
  },
  'no acknowledgement is waited for': { breaks: 'dataProp', unguard: ['recvInvAck'] },
});
