import { InputError } from '../../engine/errors.ts';
import { digestOf } from '../../traces/digest.ts';
import type { TraceFile } from '../../traces/trace-file.ts';
import type { AskOf, Saved } from '../../traces/viewer/ask.ts';
import { walkOf } from '../../traces/viewer/walk.ts';
import { toVitest } from '../../traces/vitest-test.ts';
import { slug, traceText } from '../../traces/write.ts';
import { COMMAND, quoted } from '../io.ts';
import type { Target } from '../load.ts';
import { VERSION } from '../package.ts';
import { importsOf } from '../run/show.ts';
import { type Explored, type Gone, goTo } from './step-by-step.ts';

/** A walk as a file: a trace, a test, or what a report is made of. */
export function save(explored: Explored, asked: AskOf<'save'>): Saved {
  const { target } = explored;
  const gone = goTo(explored, asked);
  if (gone.run.refused) {
    throw new InputError(`step ${gone.run.refused.at + 1} of the walk does not run`, {
      fix: 'go back to where it still runs',
    });
  }
  const name = slug(asked.mutation ?? target.name);
  if (asked.as === 'report') return { name: `${name}.html`, text: reportOf(target, gone, name) };
  const trace = traceOf(target, gone);
  if (asked.as === 'trace') return { name: `${name}.json`, text: traceText(trace) };
  const test = toVitest(trace, importsOf({ folder: '.', trace }, target));
  return { name: `${name}.test.ts`, text: test };
}

/** The part of a report that needs the model, as JSON. */
function reportOf(target: Target, { system, run, loop, broken }: Gone, name: string): string {
  const found = {
    engine: 'explored by hand',
    version: VERSION,
    states: null,
    seed: null,
    path: null,
    replay: `${COMMAND} replay ${quoted(`${name}.json`)}`,
    sameShape: true,
  };
  return JSON.stringify(
    walkOf({
      ...target,
      system,
      run,
      finding: broken && { ...broken, loop },
      brokenAt: broken?.step ?? run.steps.length,
      how: 'recorded',
      loop,
      facts: found,
    }),
  );
}

function traceOf(
  { model, mutations, file }: Target,
  { system, run, loop, broken }: Gone,
): TraceFile {
  if (!broken || broken.kind === 'reachable') {
    throw new InputError('this walk breaks nothing, so it is no counterexample', {
      cause: 'a trace, and a test of one, say which property is broken where',
      fix: 'go on until something is broken, or save the walk as a report',
    });
  }
  const { property: name, kind, conjunct, params, step } = broken;
  const { mutation } = system;
  return {
    format: 'lastref-trace',
    version: 1,
    protocol: system.model,
    ...(file !== null && { file }),
    digest: digestOf(model),
    bounds: { ...system.bounds },
    mutation,
    steps: run.steps.slice(0, step).map(({ action, params: own }) => ({
      action,
      params: { ...own },
    })),
    property: { name, kind, conjunct, params: { ...params }, step },
    ...(loop !== null && kind === 'leadsTo' && { loop }),
    found: { engine: 'explored by hand', version: VERSION },
    source: (mutation !== null && mutations?.list[mutation]?.source) || null,
  };
}
