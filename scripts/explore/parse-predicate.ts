import { InputError } from '../../engine/errors.ts';

/** A part of a predicate. */
export type Term =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'path'; readonly keys: readonly string[] }
  | { readonly kind: 'not'; readonly of: Term }
  | { readonly kind: 'call'; readonly name: 'size' | 'has'; readonly of: readonly Term[] }
  | { readonly kind: 'pair'; readonly op: Op; readonly left: Term; readonly right: Term };

/** Operators, those that bind least first. */
const LEVELS = [['||'], ['&&'], ['==', '!=', '<=', '>=', '<', '>'], ['+', '-']] as const;
type Op = (typeof LEVELS)[number][number];

/** What a predicate may be made of, for those who got one wrong. */
const GRAMMAR = [
  'a field: page.page0.attr, queue[0]',
  "a value: 3, true, null, 'text', or a word that is no field",
  '== != < <= > >= + - && || ! ( )',
  'size(list), has(list, value): an item, or a record with that value',
];

/** Longest text, and deepest nesting of it. */
const LONGEST = 1000;
const DEEPEST = 50;

const WORD = /([A-Za-z_$][\w$]*)/;
const NUMBER = /(\d+(?:\.\d+)?)/;
const TEXT = /('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")/;
const SIGN = /(\|\||&&|==|!=|<=|>=|[<>+\-!().,[\]])/;
const TOKEN = new RegExp(
  `\\s*(?:${[WORD, NUMBER, TEXT, SIGN].map(({ source }) => source).join('|')})`,
  'y',
);

interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'sign';
  readonly text: string;
  readonly at: number;
}

/** Reads the text of a predicate. @throws {InputError} with the place of what cannot be read */
export function parse(text: string): Term {
  if (text.length > LONGEST) {
    throw new InputError(`a predicate of ${text.length} characters is too long`, {
      fix: `say it in ${LONGEST}`,
    });
  }
  const reader = new Reader(text, tokens(text));
  const term = reader.level(0, 0);
  reader.end();
  return term;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    const match = TOKEN.exec(text);
    if (!match) throw unreadable(text, at);
    const [, word, number, quoted, sign] = match;
    const own = word ?? number ?? quoted ?? sign ?? '';
    const kind = word ? 'word' : number ? 'number' : quoted ? 'text' : 'sign';
    at = TOKEN.lastIndex;
    found.push({ kind, text: own, at: at - own.length });
  }
  return found;
}

const unreadable = (text: string, at: number): InputError =>
  new InputError(
    `cannot read the predicate at ${at + 1}: ${text.slice(at, at + 20) || 'its end'}`,
    { fix: 'as in page.page0.attr == private && size(queue) > 1', available: GRAMMAR },
  );

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  /** Operators of a level, each with what binds more on both its sides. */
  level(n: number, depth: number): Term {
    const own = LEVELS[n];
    if (!own) return this.#single(depth);
    let left = this.level(n + 1, depth);
    for (let op = this.#sign(own); op; op = this.#sign(own)) {
      left = { kind: 'pair', op, left, right: this.level(n + 1, depth) };
    }
    return left;
  }

  end(): void {
    if (this.#next < this.#tokens.length) throw this.#fail();
  }

  #single(depth: number): Term {
    if (depth > DEEPEST) throw this.#fail();
    if (this.#sign(['!'])) return { kind: 'not', of: this.#single(depth + 1) };
    if (this.#sign(['('])) {
      const inner = this.level(0, depth + 1);
      this.#expect(')');
      return inner;
    }
    if (this.#sign(['-'])) return { kind: 'value', value: -this.#number() };
    const token = this.#tokens[this.#next];
    if (!token || token.kind === 'sign') throw this.#fail();
    if (token.kind === 'number') return { kind: 'value', value: this.#number() };
    this.#next += 1;
    if (token.kind === 'text') return { kind: 'value', value: unquoted(token.text) };
    return this.#word(token.text, depth);
  }

  #word(word: string, depth: number): Term {
    if (word === 'true' || word === 'false') return { kind: 'value', value: word === 'true' };
    if (word === 'null') return { kind: 'value', value: null };
    const isCall = this.#tokens[this.#next]?.text === '(';
    if (isCall && (word === 'size' || word === 'has')) {
      this.#expect('(');
      const of = [this.level(0, depth + 1)];
      while (this.#sign([','])) of.push(this.level(0, depth + 1));
      this.#expect(')');
      if (of.length !== (word === 'has' ? 2 : 1)) throw this.#fail();
      return { kind: 'call', name: word, of };
    }
    const keys = [word];
    for (let sign = this.#sign(['.', '[']); sign; sign = this.#sign(['.', '['])) {
      const token = this.#tokens[this.#next];
      if (!token || token.kind === 'sign') throw this.#fail();
      this.#next += 1;
      keys.push(token.kind === 'text' ? unquoted(token.text) : token.text);
      if (sign === '[') this.#expect(']');
    }
    return { kind: 'path', keys };
  }

  #number(): number {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'number') throw this.#fail();
    this.#next += 1;
    return Number(token.text);
  }

  #sign<S extends string>(signs: readonly S[]): S | null {
    const token = this.#tokens[this.#next];
    const found = token?.kind === 'sign' ? signs.find((sign) => sign === token.text) : undefined;
    if (found) this.#next += 1;
    return found ?? null;
  }

  #expect(sign: string): void {
    if (!this.#sign([sign])) throw this.#fail();
  }

  #fail(): InputError {
    return unreadable(this.#text, this.#tokens[this.#next]?.at ?? this.#text.length);
  }
}

const unquoted = (text: string): string => text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
