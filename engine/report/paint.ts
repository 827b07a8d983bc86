import { styleText } from 'node:util';

/** What a part of a report is, which decides its colour. */
export type Tone = 'bad' | 'good' | 'strong' | 'faint';

/** Colours a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const STYLES = { bad: 'red', good: 'green', strong: 'bold', faint: 'dim' } as const;

/** No colour: for files, pipes and tests. */
export const plain: Paint = (_, text) => text;

const colour: Paint = (tone, text) => styleText(STYLES[tone], text, { validateStream: false });

/** Colour where it can be seen and is not refused (no-color.org). */
export function paintFor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const { NO_COLOR = '', TERM } = env;
  const refused = NO_COLOR !== '' || TERM === 'dumb';
  return stream.isTTY === true && !refused ? colour : plain;
}
