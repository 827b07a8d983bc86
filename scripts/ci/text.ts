/** Stands for a character that a format cannot hold. */
const REPLACEMENT = '\uFFFD';

/** A text without halves of surrogate pairs: not every reader of JSON or UTF-8 takes them. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, REPLACEMENT);

/** A text as XML 1.0 can hold it: most control characters it cannot, not even escaped. */
export const xmlText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  wellFormed(text).replaceAll(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g, REPLACEMENT);
