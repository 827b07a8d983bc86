import { join } from 'node:path';
import { packageFile } from '../../scripts/package.ts';
import { type Program, type Size, unreadable } from './program.ts';

/**
 * SPIN on gmem.pml: depth first, without partial-order reduction, so that it sees every state.
 * `-m` is the depth of its stack and `-w` the logarithm of its table, both enough for R=2.
 */
export const spin = ({ pages, hosts, pins }: Size): Program => ({
  checker: 'SPIN',
  name: 'SPIN',
  needs: ['spin', 'gcc'],
  build: async ({ make }) => {
    const size = [`-DP=${pages}`, `-DH=${hosts}`, `-DR=${pins}`, '-DBUG=0'];
    await make('spin', ...size, '-a', packageFile('bench/gmem.pml'));
    await make('gcc', '-O3', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c');
  },
  command: (folder) => ({ file: join(folder, 'pan'), args: ['-m2000000', '-w21'] }),
  read: readSpin,
});

/** Reads what pan prints. It exits with 0 whatever it found, and counts the initial state. */
export function readSpin(output: Parameters<Program['read']>[0]): ReturnType<Program['read']> {
  const { stdout } = output;
  const count = (of: RegExp) => of.exec(stdout)?.[1];
  const states = count(/^ *(\d+) states, stored$/m);
  const transitions = count(/^ *(\d+) transitions \(= stored\+matched\)$/m);
  // 'max search depth too small', 'Search not completed', 'out of memory'.
  const cut = /^error: |Search not completed|out of memory|max search depth/m.test(stdout);
  const clean = / errors: 0$/m.test(stdout) && !cut;
  if (!clean || !states || !transitions) throw unreadable('SPIN', output);
  const seconds = count(/^pan: elapsed time ([\d.]+) seconds$/m);
  return {
    states: Number(states),
    transitions: Number(transitions) - 1,
    complete: true,
    bytesPerState: null,
    searchSeconds: seconds === undefined ? null : Number(seconds),
  };
}
