import { createHash } from 'node:crypto';
import type { AnyModel } from '../engine/language/model.ts';
import { instantiate } from '../engine/system/instantiate.ts';

/**
 * The shape of a protocol in 16 hexadecimal digits: its bounds, its actions with their parameters
 * and labels, its properties. It says whether a trace was recorded for a protocol of this shape.
 *
 * Guards and recipes are left out on purpose: the text of a function changes with the formatter
 * and the compiler, and what it does is judged by running the trace, which every replay does.
 */
export function digestOf(model: AnyModel): string {
  const { steps, always, recoverable, reachable, properties } = instantiate(model);
  const actions = steps.map(({ action, params, body }) => [
    action,
    Object.keys(params),
    body.point?.field ?? null,
    body.point?.label ?? null,
  ]);
  const conjuncts = [...always, ...recoverable, ...reachable].map((claim) => [
    claim.property,
    claim.conjunct,
  ]);
  const shape = [
    model.name,
    Object.keys(model.bounds).sort(),
    unique(actions),
    unique(properties.map(({ name, kind }) => [name, kind])),
    unique(conjuncts),
  ];
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 16);
}

const unique = (rows: readonly unknown[]): string[] =>
  [...new Set(rows.map((row) => JSON.stringify(row)))].sort();
