import * as z from 'zod';
import { InputError } from '../errors.ts';
import type { AnyModel } from '../language/model.ts';

const fn = z.custom((value) => typeof value === 'function', 'expected a function');
const domain = z.looseObject({ values: z.array(z.unknown()).min(1) });
const property = z.union([fn, z.looseObject({ each: z.record(z.string(), domain), of: fn })]);
const conjunction = z.union([property, z.record(z.string(), property)]);
const group = z.record(z.string(), conjunction).optional();

const response = z.strictObject({ from: fn, to: fn });
const responses = z.union([
  response,
  z.strictObject({ each: z.record(z.string(), domain), of: response }),
]);
const fair = z.enum(['weak', 'strong']);

const action = z.object({
  params: z.record(z.string(), domain).optional(),
  when: fn.optional(),
  then: fn,
  needs: z.string().optional(),
  fair: fair.optional(),
  point: z.looseObject({ field: z.string(), label: z.string(), fair: fair.nullish() }).optional(),
});

const bound = z.looseObject({ initial: z.number(), min: z.number(), max: z.number(), read: fn });

/** The run-time shape of a definition: what the compiler checks for authors who use one. */
const definition = z.strictObject({
  name: z.string().min(1),
  title: z.string().optional(),
  source: z.string().optional(),
  bounds: z.record(z.string(), bound),
  init: fn,
  actions: z.record(z.string(), action),
  ensures: z.looseObject({ names: z.array(z.string()) }).optional(),
  view: z.looseObject({ each: z.record(z.string(), domain), of: fn }).optional(),
  always: group,
  step: z.record(z.string(), fn).optional(),
  leadsTo: z.record(z.string(), responses).optional(),
  recoverable: group,
  reachable: group,
});

const checked = new WeakSet<AnyModel>();

/** Refuses a model whose definition does not have the shape of one, naming the place. */
export function validateModel(model: AnyModel): void {
  if (checked.has(model)) return;
  const result = definition.safeParse(model.definition);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = issue?.path.join('.') ?? '';
    throw new InputError(`model ${model.name}: ${path || 'definition'}: ${issue?.message}`, {
      cause: 'a definition written without the type checker',
      fix: 'run tsc over the model file: it names the line',
    });
  }
  if ((result.data.ensures === undefined) !== (result.data.view === undefined)) {
    throw new InputError(`model ${model.name}: ensures and view go together`, {
      fix: 'give the contract and the view that shows the state to it, or neither',
    });
  }
  checkNames(model, result.data);
  checked.add(model);
}

function checkNames(model: AnyModel, data: z.infer<typeof definition>): void {
  const groups = [data.always, data.step, data.leadsTo, data.recoverable, data.reachable];
  const names = [
    ...(data.ensures?.names ?? []),
    ...groups.flatMap((entries) => Object.keys(entries ?? {})),
    'deadlock',
    'sleepInAtomic',
  ];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) {
    throw new InputError(`model ${model.name}: the property name '${twice}' is used twice`, {
      cause: 'deadlock and sleepInAtomic are built in; a contract brings names of its own',
      fix: 'give each property a name of its own',
    });
  }
}
