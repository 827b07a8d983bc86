import { expect, test } from 'vitest';
import { protocolNames } from '../model/index.ts';
import { runLastref } from './fixtures/run-lastref.ts';
import { mutateReport } from './mutate-report.ts';

test.each(protocolNames())(
  '%s: every mutant is killed, or listed with a reason that holds',
  async (name) => {
    const { code, stdout, stderr } = await runLastref(['mutate', name, '--json']);
    const [sweep] = mutateReport.parse(JSON.parse(stdout)).sweeps;
    const open = sweep?.mutants.filter(
      ({ outcome }) => !['killed', 'equivalent'].includes(outcome),
    );
    expect({ code, stderr, open, unknown: sweep?.unknown }).toEqual({
      code: 0,
      stderr: '',
      open: [],
      unknown: [],
    });
  },
);
