import { corpus } from '../../model/corpus/corpus.ts';
import type { Scenario } from '../../model/corpus/scenario.ts';

/** What is accepted of the scenarios, and what is not expressed: two tables. */
export function scenariosText(): string {
  const accepted = corpus.filter((scenario) => scenario.accepted);
  const left = corpus.filter((scenario) => scenario.not);
  const derived = corpus.filter(({ status }) => status === 'DER').length;
  return [
    `Of ${corpus.length} numbered scenarios, ${corpus.length - derived} documented and ${derived}` +
      ` derived, all but ${left.length} are expressed.`,
    '',
    '## What is accepted',
    '',
    'Behaviours that look like faults and are none: goals of the correct models, which the checker',
    'has to reach and must not call a violation.',
    '',
    table(
      ['id', 'scenario', 'goals'],
      accepted.map(({ id, name, accepted: goals = {} }) => [id, name, goalsOf(goals)]),
    ),
    '',
    '## What is not expressed',
    '',
    table(
      ['id', 'scenario', 'source', 'why not'],
      left.map(({ id, name, source, not = '' }) => [id, name, source, not]),
    ),
  ].join('\n');
}

const goalsOf = (goals: NonNullable<Scenario['accepted']>): string =>
  Object.entries(goals)
    .map(([protocol, names]) => `${names.map(code).join(', ')} of ${code(protocol)}`)
    .join('; ');

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const code = (text: string): string => `\`${text}\``;
