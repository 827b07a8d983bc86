/**
 * The style rules that a machine can check. Each message says what to do instead.
 * tidy.test.ts holds every file of the project to them, and each rule to a file that breaks it.
 */
import { join } from 'node:path';

const FLOORS = ['engine', 'properties', 'model', 'traces', 'viewer', 'scripts'];
/** Where no word of a domain is said: what is shown of a model, it says itself. */
const NEUTRAL = ['engine', 'viewer'];
/** Inside the engine; what is not listed (index.ts, vitest.ts) is the roof and imports anything. */
const ENGINE_FLOORS = [
  'errors',
  'where',
  'language',
  'system',
  'trace',
  'learn',
  'explore',
  'prove',
  'mutate',
  'report',
  'hunt',
];
export const MAX_FILE = 200;
export const MAX_FUNCTION = 70;
export const MAX_LINE = 100;

/** Longer than a file may be, and why. */
export const LONG: Readonly<Record<string, string>> = {
  'engine/explore/search.ts': 'the reference engine is one loop and is read as a whole',
  'engine/prove/diagrams.ts': 'what makes, finds and collects nodes shares its arrays',
  'model/guest_memfd_callback/mutations.ts': 'a table of faults',
  'model/guest_memfd_conversion/mutations.ts': 'a table of faults',
  'model/guest_memfd_hugetlb/mutations.ts': 'a table of faults',
};

export interface Rule {
  readonly name: string;
  readonly applies: (path: string) => boolean;
  /** Findings as line number (from 1), what is wrong, what to use. */
  readonly find: (lines: readonly string[], path: string) => Finding[];
}
type Finding = readonly [line: number, what: string, use: string];

const isTest = (path: string) => /\.((slow\.)?(test|test-d)|browser)\.ts$/.test(path);
const isRoof = (path: string) => isTest(path) || path.startsWith('engine/fixtures/');
const isCode = (path: string) => /\.tsx?$/.test(path);
const top = (path: string) => path.split('/')[0] ?? '';
/** Words that this file must not hold itself, put together. */
export const joined = (...parts: string[]) => parts.join('');

/** Finds lines by a pattern. */
const lineRule =
  (pattern: RegExp, what: string, use: string, code = true): Rule['find'] =>
  (lines) =>
    (code ? withoutText(lines) : lines).flatMap((line, i): Finding[] =>
      pattern.test(line) ? [[i + 1, what, use]] : [],
    );

/** The lines with comments and the insides of strings blanked, so that only code is judged. */
function withoutText(lines: readonly string[]): string[] {
  const text = lines.join('\n');
  const token =
    /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replaceAll(token, (found) => found.replaceAll(/[^\n'"`]/g, ' ')).split('\n');
}

const imports = (lines: readonly string[]) =>
  lines.flatMap((line, i) => {
    const found = /(?:from|import|import\() ?'(\.[^']+)'/.exec(line)?.[1];
    return found ? [{ line: i + 1, found }] : [];
  });

const resolve = (path: string, to: string) => join(path, '..', to);
const engineFloor = (path: string) =>
  ENGINE_FLOORS.indexOf(path.split('/')[1]?.replace(/\.ts$/, '') ?? '');

const upward: Rule['find'] = (lines, path) =>
  imports(lines).flatMap(({ line, found }): Finding[] => {
    const target = resolve(path, found);
    const [from, to] = [FLOORS.indexOf(top(path)), FLOORS.indexOf(top(target))];
    const what = `an import of ${target} from ${path}`;
    if (to > from) return [[line, what, `a floor at or below ${top(path)}`]];
    if (isRoof(target)) return [[line, what, 'code that is not for tests']];
    if (from !== 0 || to !== 0 || engineFloor(path) < 0) return [];
    const roof = engineFloor(target) < 0 ? ENGINE_FLOORS.length : engineFloor(target);
    return roof > engineFloor(path) ? [[line, what, 'a lower floor of the engine']] : [];
  });

const longFunctions: Rule['find'] = (lines) =>
  lines.flatMap((line, i): Finding[] => {
    // The formatter closes a function at the indent it was opened at.
    const [, indent] =
      /^( *)(?:export )?(?:async )?(?:function|const \w+ = .*=>|#?\w+\(.*\).*) ?.*\{$/.exec(line) ??
      [];
    if (indent === undefined || /^ *(if|for|while|switch|describe|test|expect)\b/.test(line))
      return [];
    // A function that returns a table of actions is as long as the protocol is.
    if (/Actions(<.*>)?\(/.test(line)) return [];
    const length = lines.slice(i).findIndex((end) => end.startsWith(`${indent}}`)) + 1;
    return length > MAX_FUNCTION ? [[i + 1, `a function of ${length} lines`, 'smaller ones']] : [];
  });

const DOMAIN = new RegExp(
  joined('[gG]ue', 'st|[fF]ol', 'io|[pP]KVM|pkvm|[hH]ypervisor|[rR]efcou', 'nt') +
    joined(
      '|(?<![a-zA-Z])[hp](?:o',
      'st|a',
      'ge)s?(?![a-z]|Message)|(?:Ho',
      'st|Pa',
      'ge)s?(?![a-z])',
    ),
);
const SKIPPED = /\.(?:skip|only|todo|fails|skipIf|runIf)\b|\bx(?:test|describe|it)\(/;
const MACHINE = /(?<![\w.:/<>-])\/(?:home|work|root|Users|mnt|opt)\/\w/;
const MARK = new RegExp(joined('\\b(?:TO', 'DO|FIX', 'ME|X', 'XX|HA', 'CK)\\b'));

export const rules: readonly Rule[] = [
  {
    name: 'a file imports from its own floor or a lower one',
    applies: (path) => isCode(path) && FLOORS.includes(top(path)) && !isRoof(path),
    find: upward,
  },
  {
    name: 'the engine and the viewer do not know the domain',
    applies: (path) => isCode(path) && NEUTRAL.includes(top(path)),
    find: lineRule(DOMAIN, 'a word of the domain', 'a neutral one: thread, worker, item', false),
  },
  {
    name: 'protocols and contracts are typed without force',
    applies: (path) => isCode(path) && ['model', 'properties'].includes(top(path)) && !isTest(path),
    find: (lines) => [
      ...lineRule(
        /^(?!\s*(?:import|export)\b).*[\w)\]}'"`] as (?!const\b)[\w{[(]/,
        'a cast',
        'a type that is inferred',
      )(lines, ''),
      ...lineRule(/[:<|&(,] ?any\b/, 'any', 'the type, or unknown')(lines, ''),
      ...lineRule(/[\w\])]!(?![=\w])/, 'a non-null assertion', 'a check')(lines, ''),
    ],
  },
  {
    name: 'every export has a name, and every list of exports is spelt out',
    applies: (path) => isCode(path) && !path.endsWith('.config.ts'),
    find: (lines) => [
      ...lineRule(/^export default\b/, 'a default export', 'a named one')(lines, ''),
      ...lineRule(/^export \*/, 'export *', 'a list of names')(lines, ''),
    ],
  },
  {
    name: 'files, functions and lines are short',
    applies: isCode,
    find: (lines, path) => [
      ...(lines.length > MAX_FILE + 1 && !(path in LONG)
        ? [[MAX_FILE + 1, `a file of ${lines.length - 1} lines`, 'one concept a file'] as const]
        : []),
      ...longFunctions(lines, path),
      ...lineRule(new RegExp(`^.{${MAX_LINE + 1}}`), 'a long line', 'several', false)(lines, ''),
    ],
  },
  {
    name: 'nothing is left for later',
    applies: () => true,
    find: lineRule(MARK, 'a note to do something later', 'an issue, or do it', false),
  },
  {
    name: 'every test runs',
    applies: isTest,
    find: lineRule(SKIPPED, 'a skipped or focused test', 'a test that runs, or none'),
  },
  {
    name: 'no file names a folder of one machine',
    applies: () => true,
    find: lineRule(MACHINE, 'a path of one machine', 'a path from the repository', false),
  },
];

export const judge = (rule: Rule, path: string, text: string): string[] =>
  rule
    .find(text.split('\n'), path)
    .map(([line, what, use]) => `${path}:${line}: ${what} is banned, use ${use}`);
