/** How host threads come to leave the memory alone, so that a conversion can be tried again. */
import { protocol } from '../../engine/index.ts';
import type { HostSide, HostStep } from './host.ts';
import { host } from './ids.ts';
import { scheduled } from './task.ts';

export const restActions = {
  // Done with the memory, as the guest wants it back. Nothing in the kernel keeps user space from
  // faulting and pinning again before each try: that it stops at some time is an assumption.
  host_rests: protocol<HostSide>()
    .thread('task', host, { ...scheduled, rests: ['rested'] })
    .labels<HostStep>()('user', {
    needs: 'retry',
    fair: 'strong',
    when: (_, { me }) => me.pinned === null,
    then: () => 'rested',
  }),
};
