/**
 * What a task still has to do when its put was the last one and a routine of the protocol came in
 * between. Where the last put only frees, these steps are part of the put and never run alone.
 */
import { dropRead, protocol } from '../../engine/index.ts';
import { leave } from './gup.ts';
import type { HostSide } from './host.ts';
import { type GuestId, guest, host, type ScannerId, scanner } from './ids.ts';
import { endScan } from './speculative.ts';
import { scheduled, type TaskBase } from './task.ts';

interface AfterSide extends HostSide {
  readonly task: HostSide['task'] & Readonly<Record<GuestId | ScannerId, TaskBase>>;
}

const { thread } = protocol<AfterSide>();

export const afterPut = {
  irq_exit: thread('task', host, scheduled).labels<'irq_exit' | 'user'>()('irq_exit', {
    then: (_, { me }) => leave(me),
  }),
  scan_end: thread('task', scanner, scheduled).labels<'scan_end' | 'scan'>()('scan_end', {
    then: (_, { me }) => endScan(me),
  }),
  gmem_unlock: thread('task', guest, scheduled).labels<'gmem_unlock' | 'direct_map'>()(
    'gmem_unlock',
    {
      then: (s, { task }) => {
        dropRead(s.invalidate_lock, task);
        return 'direct_map';
      },
    },
  ),
};
