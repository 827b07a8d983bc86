export type { Draft } from 'immer';
export { check } from './explore/check.ts';
export { replay } from './explore/replay.ts';
export type { Verdict } from './explore/verdict.ts';
export { type Action, RETURN } from './language/action.ts';
export { contract } from './language/contract.ts';
export type { Domain, Scalar } from './language/domain.ts';
export { flag, oneOf, range, table, union } from './language/domain.ts';
export { all } from './language/guard.ts';
export {
  dropRead,
  dropWrite,
  type Mutex,
  mayRead,
  mayWrite,
  mutex,
  type RwLock,
  rwLock,
  takeRead,
  takeWrite,
} from './language/locks.ts';
export { type Mutations, mutations } from './language/mutation.ts';
export { protocol } from './language/protocol.ts';
export { type ProveSettings, prove } from './prove/prove.ts';
export type { Trace, TraceStep } from './trace.ts';
