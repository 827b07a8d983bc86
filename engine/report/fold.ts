/** Widest line of a sentence in a report. */
const WIDTH = 96;

/** A sentence in lines of a width, the later ones indented. */
export function fold(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<! ) /)) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}
