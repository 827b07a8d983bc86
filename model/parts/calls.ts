/** P7: what is begun comes to an end, for every task of any protocol. */
import { protocol } from '../../engine/index.ts';
import { type TaskId, task } from './ids.ts';
import { isAtHome, type TaskBase } from './task.ts';

interface CallSide {
  readonly task: Readonly<Record<TaskId, TaskBase>>;
}

const { each } = protocol<CallSide>();

/** `recoverable`: no call is stuck for ever, whatever else still runs. */
export const everyCallReturns = each({ task }, (s, { task }) => isAtHome(s.task[task]));

/** `leadsTo`: every call that is begun returns; under which fairness, task.ts says. */
export const callsReturn = each(
  { task },
  {
    from: (s, { task }) => !isAtHome(s.task[task]),
    to: (s, { task }) => isAtHome(s.task[task]),
  },
);
