import { type Renaming, renamed, renamings } from '../../engine/learn/renaming.ts';
import { threadsInside } from '../../engine/report/show.ts';
import { Interner } from '../../engine/system/intern.ts';
import { holds, type State, type Step, type System } from '../../engine/system/system.ts';
import type { GraphData, GraphEdge, GraphNode } from '../../traces/viewer/ask.ts';
import { type Explored, systemOf } from './step-by-step.ts';

/** Most states that are drawn: more cannot be looked at. */
export const MOST = 300;

/** All states of a small model and the steps between them. */
export function graph(explored: Explored, mutation: string | null): GraphData {
  const system = systemOf(explored, mutation);
  const codes = new Interner();
  const numbers = new Map([[codes.code(system.initial), 0]]);
  const states = [system.initial];
  const found: { depth: number; from: GraphNode['from'] }[] = [{ depth: 0, from: null }];
  const edges: GraphEdge[] = [];
  let isCut = false;
  for (let i = 0; i < states.length; i++) {
    const state = states[i] ?? system.initial;
    for (const step of leaving(system, state)) {
      const after = system.apply(step, state);
      const code = codes.code(after);
      const known = numbers.get(code);
      if (known === undefined && states.length >= MOST) {
        isCut = true;
        continue;
      }
      const to = known ?? states.push(after) - 1;
      if (known === undefined) {
        numbers.set(code, to);
        const { action, params } = step;
        const from = { node: i, step: { action, params: { ...params } } };
        found.push({ depth: (found[i]?.depth ?? 0) + 1, from });
      }
      edges.push({ from: i, to, name: step.name });
    }
  }
  const classes = classesOf(system, states);
  const nodes = states.map(
    (state, i): GraphNode => ({
      depth: found[i]?.depth ?? 0,
      from: found[i]?.from ?? null,
      label: labelOf(system, state),
      isEnd: !edges.some((edge) => edge.from === i && edge.to !== i),
      breaks: [
        ...new Set(
          system.always.filter((claim) => !holds(claim, state)).map(({ property }) => property),
        ),
      ],
      sameAs: classes[i] ?? i,
    }),
  );
  return { nodes, edges, isCut };
}

const leaving = (system: System, state: State): Step[] =>
  system.candidates(state).filter((step) => system.enabled(step, state));

/** Where each thread is that is inside a routine. */
function labelOf(system: System, state: State): string {
  const inside = threadsInside(system.threads, state);
  return inside.map(({ thread, label }) => `${thread.id} ${label}`).join('\n') || 'all idle';
}

/** For each state, the first one that differs from it in interchangeable ids only. */
function classesOf(system: System, states: readonly State[]): number[] {
  const all = renamings(system.sorts);
  const first = new Map<string, number>();
  return states.map((state, i) => {
    const form = formOf(state, all);
    const known = first.get(form);
    if (known === undefined) first.set(form, i);
    return known ?? i;
  });
}

/** The same text for all states of a class. */
const formOf = (state: State, all: readonly Renaming[]): string =>
  all.map((renaming) => JSON.stringify(sorted(renamed(state, renaming)))).sort()[0] ?? '';

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, part]) => [key, sorted(part)]);
}
