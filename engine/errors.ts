import { closest, distance } from 'fastest-levenshtein';

/**
 * Bad input, said in four parts: what happened and where, what usually causes it, what to do, and
 * what was available. Command lines print it and exit with 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly usualCause: string | null;
  readonly fix: string | null;
  readonly available: readonly string[];

  constructor(
    what: string,
    parts: { cause?: string; fix?: string; available?: readonly string[] } = {},
  ) {
    super(what);
    this.usualCause = parts.cause ?? null;
    this.fix = parts.fix ?? null;
    this.available = parts.available ?? [];
  }

  /** The whole message, one part a line. */
  get text(): string {
    const lines = [this.message];
    if (this.usualCause) lines.push(`  usual cause: ${this.usualCause}`);
    if (this.fix) lines.push(`  what to do:  ${this.fix}`);
    if (this.available.length > 0) {
      const inLine = this.available.join(', ');
      const gap = ' '.repeat(15);
      // Sentences, such as the names of mutations, take a line each.
      const text = inLine.length > 200 ? this.available.join(`,\n${gap}`) : inLine;
      lines.push(`  available:   ${text}`);
    }
    return lines.join('\n');
  }
}

/** The error for a name that is not one of the names there are, with the nearest one. */
export function unknownName(
  kind: string,
  name: string,
  available: readonly string[],
  where = '',
): InputError {
  const near = available.length > 0 ? closest(name, available) : null;
  const isNear = near !== null && distance(name, near) <= Math.max(2, name.length / 3);
  return new InputError(`unknown ${kind} '${name}'${where}`, {
    ...(isNear && { fix: `did you mean '${near}'?` }),
    available,
  });
}

/** The text of anything that was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof InputError ? error.text : error instanceof Error ? error.message : String(error);
