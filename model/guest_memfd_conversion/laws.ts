/** What holds across the steps of a conversion. */
import { heldAs } from '../parts/folio.ts';
import { vmm } from '../parts/ids.ts';
import { attributeOf, type Conversion } from './state.ts';

interface Step {
  readonly action: string;
  readonly params: object;
}

const converterOf = ({ params }: Step) =>
  vmm.values.find((id) => 'task' in params && params.task === id);

/** P9: success changed the whole range; failure changed nothing and names the page it met. */
export function errorContract(before: Conversion, step: Step, after: Conversion): boolean {
  const id = converterOf(step);
  if (!id) return true;
  const { errno, was, to, page: at } = before.task[id];
  const { error_offset } = after.task[id];
  if (errno === 0 && after.task[id].errno !== 0) return at !== null && error_offset === at;
  if (step.action !== 'cvt_unlock') return true;
  const wanted = (attr: string) => (errno === 0 ? to : attr);
  return was.every(({ page, attr }) => attributeOf(before, page) === wanted(attr));
}

/** P8: -EAGAIN means that somebody outside the kernel's own batches holds a reference. */
export function eagainHasACause(before: Conversion, step: Step, after: Conversion): boolean {
  const id = converterOf(step);
  if (!id || after.task[id].errno === 0 || before.task[id].errno !== 0) return true;
  const { folio } = before.task[id];
  return folio !== null && heldAs(before.folio[folio], ...removable).length > 0;
}

/** Classes of references that user space can drop, or that pass by themselves. */
const removable = ['pte', 'fault', 'pin', 'transient'] as const;
