import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { joined, judge, LONG, MAX_FILE, MAX_FUNCTION, MAX_LINE, rules } from './tidy.ts';

const root = join(import.meta.dirname, '..');

/** For each rule, files that break it and what is said of them. */
const bad: Readonly<Record<string, readonly [path: string, text: string, message: string][]>> = {
  'a file imports from its own floor or a lower one': [
    [
      'engine/a.ts',
      "import { x } from '../model/x.ts';",
      'an import of model/x.ts from engine/a.ts',
    ],
    ['properties/a.ts', "export { x } from '../scripts/x.ts';", 'an import of scripts/x.ts'],
    ['engine/language/a.ts', "import { x } from '../system/x.ts';", 'a lower floor of the engine'],
    ['engine/report/a.ts', "import '../hunt/x.ts';", 'a lower floor of the engine'],
    ['engine/report/a.ts', "import { x } from '../index.ts';", 'a lower floor of the engine'],
    ['model/m/a.ts', "await import('../../traces/x.ts');", 'an import of traces/x.ts'],
    ['viewer/parts/a.tsx', "import { x } from '../../scripts/x.ts';", 'an import of scripts/x.ts'],
    ['traces/a.ts', "import { x } from '../viewer/x.ts';", 'an import of viewer/x.ts'],
    ['engine/index.ts', "export { x } from './fixtures/x.ts';", 'code that is not for tests'],
  ],
  'the engine and the viewer do not know the domain': [
    '// one pa_ge',
    'const onHo_st = 1;',
    'gue_stOwns',
    'ho_sts',
    'fol_io',
    "'pa_ge0'",
  ].map((text) => [
    'engine/a.ts',
    `\n${text.replace('_', '')}`,
    'engine/a.ts:2: a word of the domain',
  ]),
  'protocols and contracts are typed without force': [
    ['model/m/a.ts', 'const a = b as C;', 'model/m/a.ts:1: a cast is banned, use a type that'],
    ['model/m/a.ts', 'const a: any = b;', 'any is banned, use the type, or unknown'],
    ['properties/a.ts', 'f(a.b!.c);', 'a non-null assertion is banned, use a check'],
  ],
  'every export has a name, and every list of exports is spelt out': [
    ['engine/a.ts', 'export default 1;', 'a default export is banned, use a named one'],
    ['engine/a.ts', "export * from './b.ts';", 'export * is banned, use a list of names'],
  ],
  'files, functions and lines are short': [
    ['model/a.ts', 'x;\n'.repeat(MAX_FILE + 1), `model/a.ts:201: a file of 201 lines`],
    ['model/a.ts', `function f() {\n${'  x;\n'.repeat(MAX_FUNCTION)}}`, 'a function of 72 lines'],
    [
      'model/a.ts',
      `  #f(): void {\n${'    x;\n'.repeat(MAX_FUNCTION)}  }`,
      'a function of 72 lines',
    ],
    [
      'model/a.ts',
      `const f = () => {\n${'  x;\n'.repeat(MAX_FUNCTION)}};`,
      'a function of 72 lines',
    ],
    ['model/a.ts', 'x'.repeat(MAX_LINE + 1), 'a long line is banned'],
  ],
  'nothing is left for later': [
    ['docs/a.md', joined('TO', 'DO: say why'), 'docs/a.md:1: a note to do something later'],
  ],
  'every test runs': ['test.skip(', 'describe.only(', 'test.todo(', 'test.skipIf(', 'xtest('].map(
    (call) => ['engine/a.test.ts', `${call}'', () => {});`, 'a skipped or focused test is banned'],
  ),
  'no file names a folder of one machine': [
    ['docs/a.md', joined('see `/ho', 'me/me/x`'), 'docs/a.md:1: a path of one machine is banned'],
    ['model/a.ts', joined("'/Us", "ers/me'"), 'a path of one machine is banned'],
  ],
};

const IGNORED = new Set([
  'node_modules',
  'dist',
  'coverage',
  '.git',
  '.vitest',
  'package-lock.json',
]);
const files = readdirSync(root, { withFileTypes: true })
  .filter(({ name }) => !IGNORED.has(name))
  .flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(root, entry.name), { recursive: true, encoding: 'utf8' }).map(
          (inner) => `${entry.name}/${inner}`,
        )
      : [entry.name],
  )
  // Tests of the documents, which run at the same time, work in hidden folders of docs/.
  .filter((path) => !path.startsWith('docs/.'))
  .filter((path) => /\.(tsx?|css|md|json|ya?ml|sh|pml|cpp|tla)$/.test(path));

describe.each(rules.map((rule) => ({ ...rule, rule })))('$name', ({ rule }) => {
  test('in every file', () => {
    const judged = files.filter(rule.applies);
    expect(judged.length).toBeGreaterThan(0);
    expect(bad[rule.name]?.length, 'no file shows that the rule can fail').toBeGreaterThan(0);
    const found = judged.flatMap((path) =>
      judge(rule, path, readFileSync(join(root, path), 'utf8')),
    );
    expect(found).toEqual([]);
  });

  test.each(bad[rule.name] ?? [])(
    'and %s with a mistake is told so (%#)',
    (path, text, message) => {
      expect(rule.applies(path)).toBe(true);
      expect(judge(rule, path, text).join('\n')).toContain(message);
    },
  );
});

test('what is right is left alone', () => {
  const right: [string, string][] = [
    ['engine/language/a.ts', "import { x } from '../errors.ts';\n// never a ghost, nor localhost"],
    ['engine/hunt/a.ts', "import { x } from '../explore/x.ts';"],
    ['engine/a.test.ts', "import { x } from '../model/x.ts';"],
    ['model/m/a.ts', "import { a as b } from 'x';\nconst c = ['a as any', !d, e !== f] as const;"],
    ['model/m/b.ts', 'const at = ({ by, as }: Holder) => as === by && f(as).as !== as;'],
  ];
  for (const [path, text] of right) {
    for (const rule of rules) if (rule.applies(path)) expect(judge(rule, path, text)).toEqual([]);
  }
});

test('every exception is still one', () => {
  for (const path of Object.keys(LONG)) {
    const { length } = readFileSync(join(root, path), 'utf8').split('\n');
    expect(length, `${path} is short now: take it off the list`).toBeGreaterThan(MAX_FILE + 1);
  }
});
