import { showValue } from '../engine/report/show.ts';
import type { FindingData, Walk } from '../traces/viewer/data.ts';

/** Why a step of a walk matters to what is broken. */
export interface Moment {
  readonly step: number;
  readonly why: string[];
}

/** The steps that a reader in a hurry looks at: what decides it, and where those routines begin. */
export function momentsOf(walk: Walk): Moment[] {
  const { finding, steps, loop } = walk;
  if (!finding) return [];
  const found = new Map<number, Set<string>>();
  const add = (step: number | undefined, why: string) => {
    if (step) found.set(step, (found.get(step) ?? new Set()).add(why));
  };
  const { parting, owed, property } = finding;
  if (owed !== null) add(owed, `${property} is owed since here`);
  if (parting?.at === 'state') add(parting.step?.step, 'the fault shows here');
  if (parting?.at === 'refusal') add(parting.refused?.step, 'the correct model refuses this step');
  const isEnd = finding.step === steps.length && finding.kind !== 'leadsTo';
  const deciding = new Set(found.keys());
  if (isEnd) deciding.add(finding.step);
  const begins = [...deciding].flatMap((step) => beginOf(walk, step) ?? []);
  // What was there before any of them began is where it happens, and decides nothing.
  const first = Math.min(...begins);
  for (const [step, why] of readsOf(finding))
    if (begins.length < 2 || step >= first) add(step, why);
  for (const step of begins) add(step, `${steps[step - 1]?.thread} begins here`);
  if (isEnd) add(finding.step, `${property} is broken`);
  if (loop !== null && loop < steps.length) add(loop + 1, 'from here on, over and over');
  return [...found].map(([step, why]) => ({ step, why: [...why] })).sort((a, b) => a.step - b.step);
}

/** The steps that put there what the property read. */
function readsOf({ reads }: FindingData): [step: number, why: string][] {
  return reads.flatMap(({ path, value, writer, items = [] }): [number, string][] => {
    const last = Math.max(0, ...items.map((item) => item.writer?.step ?? 0));
    if (last === 0) return writer ? [[writer.step, `${path} = ${showValue(value)}`]] : [];
    const came = items.filter((item) => item.writer?.step === last);
    return came.map((item) => [last, `puts ${showValue(item.value)} into ${path}`]);
  });
}

/** The step by which the thread of a step began its routine; null where that is the step itself. */
function beginOf({ threads, initial, steps }: Walk, end: number): number | null {
  const own = threads.find(({ id }) => id === steps[end - 1]?.thread);
  if (!own) return null;
  const path = JSON.stringify(own.at);
  let label = own.at.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | null)?.[key],
    initial,
  );
  let begun: number | null = null;
  for (const [i, { thread, diff }] of steps.slice(0, end).entries()) {
    if (thread === own.id && own.homes.some((home) => home === label)) begun = i + 1;
    const moved = diff.findLast(([changed]) => JSON.stringify(changed) === path);
    if (moved) label = moved[1];
  }
  return begun === end ? null : begun;
}
