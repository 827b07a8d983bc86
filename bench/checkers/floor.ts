import { join } from 'node:path';
import { packageFile } from '../../scripts/package.ts';
import { type Program, type Size, unreadable } from './program.ts';

/** gmem.cpp: what a search written by hand, for this protocol alone, comes to on one thread. */
export const floor = (size: Size, { symmetry }: { readonly symmetry: boolean }): Program => ({
  checker: 'C++ by hand',
  name: 'C++ by hand',
  needs: ['g++'],
  build: async ({ make }) => {
    const { pages, hosts, pins } = size;
    const defines = [`-DP=${pages}`, `-DH=${hosts}`, `-DR=${pins}`, `-DSYM=${symmetry ? 1 : 0}`];
    const source = packageFile('bench/gmem.cpp');
    await make('g++', '-O3', '-march=native', ...defines, source, '-o', 'gmem');
  },
  command: (folder) => ({ file: join(folder, 'gmem'), args: [] }),
  read: readFloor,
});

/** Reads what gmem.cpp prints. It exits with 0 whatever it found. */
export function readFloor(output: Parameters<Program['read']>[0]): ReturnType<Program['read']> {
  const { stdout, code } = output;
  const [, states, transitions, seconds] =
    / states=(\d+) trans=(\d+) depth=\d+ secs=([\d.]+) /.exec(stdout) ?? [];
  const clean = code === 0 && !stdout.includes('VIOLATION');
  if (!clean || !states || !transitions) throw unreadable('gmem.cpp', output);
  return {
    states: Number(states),
    transitions: Number(transitions),
    complete: true,
    bytesPerState: null,
    searchSeconds: Number(seconds),
  };
}
