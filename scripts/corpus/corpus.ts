import { InputError } from '../../engine/errors.ts';
import { readMeasured } from './data.ts';
import { type Entry, entries } from './entries.ts';
import { chapterOf, type Known, tableOf } from './page.ts';
import { scenariosText } from './scenarios.ts';

const INTRODUCTION = `# The corpus

Every way known to get the shipped protocols wrong, each with a shortest counterexample. DOC: the
hole is named in the source that is cited. DER: derived from code that was posted; nobody has
reported it, and it is a statement about a model of that code, not about Linux.

\`steps\` is the length of a shortest counterexample and \`states\` how many were seen until then,
by exhaustive search at the bounds given below; \`time\` is what that took on one core.
\`hunts\`: of so many random searches with different seeds, each with the budget that
\`lastref hunt\` has unless told, how many found the fault.

Written by \`npm run corpus\` from the models and from traces/, to which a test holds it.
`;

/** The page, from the models, the recorded traces and what was measured last. */
export async function corpusText(): Promise<string> {
  const measured = readMeasured();
  const all = (await entries()).map((entry): Known => {
    const own = measured.find((each) => isOf(each, entry));
    if (own) return { ...entry, measured: own };
    throw new InputError(`nothing was measured of ${entry.protocol} + "${entry.mutation}"`, {
      cause: 'a fault that is new',
      fix: 'npm run corpus -- --measure',
    });
  });
  const chapters = all.map(chapterOf).join('\n\n');
  const tables = [tableOf(all), '', scenariosText(), ''];
  const parts = [INTRODUCTION, ...tables, '## One by one', '', chapters];
  return `${parts.join('\n')}\n`;
}

const isOf = (a: Pick<Entry, 'protocol' | 'mutation'>, b: Entry): boolean =>
  a.protocol === b.protocol && a.mutation === b.mutation;
