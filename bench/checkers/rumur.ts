import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../scripts/package.ts';
import { type Program, type Size, unreadable } from './program.ts';

/**
 * - `off`: every state.
 * - `heuristic`: its default; sorts the state, and may keep several states of one orbit.
 * - `exhaustive`: tries every permutation, and keeps one state of each orbit.
 */
export type RumurSymmetry = 'off' | 'heuristic' | 'exhaustive';

export interface RumurSettings {
  readonly threads: number;
  readonly symmetry: RumurSymmetry;
}

/** Rumur on gmem.m.in, as its manual compiles it. */
export const rumur = (size: Size, { threads, symmetry }: RumurSettings): Program => ({
  checker: 'Rumur',
  name: nameOf({ threads, symmetry }),
  needs: ['rumur', 'gcc'],
  build: async ({ folder, make }) => {
    const text = readFileSync(packageFile('bench/gmem.m.in'), 'utf8');
    writeFileSync(join(folder, 'gmem.m'), withSize(text, size));
    const options = ['--threads', `${threads}`, '--symmetry-reduction', symmetry];
    await make('rumur', ...options, 'gmem.m', '-o', 'gmem.c');
    const wide = process.arch === 'x64' ? ['-mcx16'] : [];
    const libraries = ['-lpthread', '-latomic'];
    await make('gcc', '-std=c11', '-O3', ...wide, 'gmem.c', '-o', 'gmem', ...libraries);
  },
  command: (folder) => ({ file: join(folder, 'gmem'), args: [] }),
  read: readRumur,
});

function nameOf({ threads, symmetry }: RumurSettings): string {
  const parts = [...(symmetry === 'off' ? [] : [symmetry])];
  return ['Rumur', ...parts, ...(threads > 1 ? [`${threads} threads`] : [])].join(', ');
}

/** The model with its constants; BUG=0 is the protocol as it should be. */
export function withSize(text: string, { pages, hosts, pins }: Size): string {
  const values: Readonly<Record<string, number>> = { P: pages, H: hosts, R: pins, BUG: 0 };
  return Object.entries(values).reduce(
    (done, [name, value]) => done.replaceAll(`@${name}@`, `${value}`),
    text,
  );
}

/** Reads what a verifier prints; its seconds are whole ones, and say too little. */
export function readRumur(output: Parameters<Program['read']>[0]): ReturnType<Program['read']> {
  const { stdout, code } = output;
  const [, states, fired] = /^\t(\d+) states, (\d+) rules fired in \d+s\.$/m.exec(stdout) ?? [];
  const clean = code === 0 && /^\tNo error found\.$/m.test(stdout);
  if (!clean || !states || !fired) throw unreadable('Rumur', output);
  return {
    states: Number(states),
    transitions: Number(fired),
    complete: true,
    bytesPerState: null,
    searchSeconds: null,
  };
}
