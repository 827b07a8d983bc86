/**
 * The exhaustive engines. `explore` learns what steps do and is fast; `reference` runs every recipe
 * through immer, is slow, and is what `explore` is held to.
 */
export const ENGINES = ['explore', 'reference'] as const;
export type Engine = (typeof ENGINES)[number];
