/** P7: what is begun comes to an end, for every task of any protocol. */
import { type Domain, protocol } from '../../engine/index.ts';
import { type TaskId, task } from './ids.ts';
import { isAtHome, type TaskBase } from './task.ts';

interface CallSide<T extends TaskId> {
  readonly task: Readonly<Record<T, Pick<TaskBase, 'at'>>>;
}

/** P7 for the tasks that a protocol has. */
export function callLaws<T extends TaskId>(task: Domain<T>) {
  const { each } = protocol<CallSide<T>>();
  return {
    /** `recoverable`: no call is stuck for ever, whatever else still runs. */
    everyCallReturns: each({ task }, (s, { task }) => isAtHome(s.task[task])),
    /** `leadsTo`: every call that is begun returns; under which fairness, task.ts says. */
    callsReturn: each(
      { task },
      {
        from: (s, { task }) => !isAtHome(s.task[task]),
        to: (s, { task }) => isAtHome(s.task[task]),
      },
    ),
  };
}

/** For protocols that have tasks of every sort. */
export const { everyCallReturns, callsReturn } = callLaws<TaskId>(task);
