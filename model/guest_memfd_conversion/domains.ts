import { oneOf } from '../../engine/index.ts';

/** What a conversion makes of a range: KVM_MEMORY_ATTRIBUTE_PRIVATE set or cleared. */
export const to = oneOf('private', 'shared');
