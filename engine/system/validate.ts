import { InputError } from '../errors.ts';
import type { AnyModel } from '../language/model.ts';
import {
  aFunction,
  aNumber,
  aString,
  either,
  list,
  object,
  oneOfTexts,
  optional,
  recordOf,
} from './form.ts';

const domains = recordOf(object({ values: list(1) }));
const property = either(aFunction, object({ each: domains, of: aFunction }));
const group = optional(recordOf(either(property, recordOf(property))));
const response = object({ from: aFunction, to: aFunction }, true);
const responses = either(response, object({ each: domains, of: response }, true));
const fair = optional(oneOfTexts('weak', 'strong'));

const action = object({
  params: optional(domains),
  when: optional(aFunction),
  then: aFunction,
  needs: optional(aString),
  fair,
  point: optional(object({ field: aString, label: aString, fair })),
});

const bound = object({ initial: aNumber, min: aNumber, max: aNumber, read: aFunction });

/** The run-time shape of a definition: what the compiler checks for authors who use one. */
const definition = object(
  {
    name: aString,
    title: optional(aString),
    source: optional(aString),
    bounds: recordOf(bound),
    init: aFunction,
    actions: recordOf(action),
    ensures: optional(object({ names: list(0) })),
    view: optional(object({ each: domains, of: aFunction })),
    card: optional(object({ each: domains, of: aFunction })),
    always: group,
    step: optional(recordOf(aFunction)),
    leadsTo: optional(recordOf(responses)),
    recoverable: group,
    reachable: group,
  },
  true,
);

/** A definition that fits, as far as it is read here. */
interface Fitting {
  readonly ensures?: { readonly names: readonly string[] };
  readonly view?: object;
  readonly always?: object;
  readonly step?: object;
  readonly leadsTo?: object;
  readonly recoverable?: object;
  readonly reachable?: object;
}

const checked = new WeakSet<AnyModel>();

/** Refuses a model whose definition does not have the shape of one, naming the place. */
export function validateModel(model: AnyModel): void {
  if (checked.has(model)) return;
  const complaint = definition(model.definition, '');
  if (complaint !== null) {
    throw new InputError(`model ${model.name}: ${complaint}`, {
      cause: 'a definition written without the type checker',
      fix: 'run tsc over the model file: it names the line',
    });
  }
  // It fits, as was just found out.
  const fitting = model.definition as Fitting;
  if ((fitting.ensures === undefined) !== (fitting.view === undefined)) {
    throw new InputError(`model ${model.name}: ensures and view go together`, {
      fix: 'give the contract and the view that shows the state to it, or neither',
    });
  }
  checkNames(model, fitting);
  checked.add(model);
}

function checkNames(model: AnyModel, data: Fitting): void {
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
