import type { Layout } from '../../learn/layout.ts';
import type { OrbitTables } from '../../learn/orbit-tables.ts';

/** What it takes to bring states into one form for each orbit. */
export interface Forms {
  readonly layout: Layout;
  readonly tables: OrbitTables;
}

/** By renaming and field: the word that the field's value goes to, and the shift in it. */
export function placesOf({ layout, tables }: Forms): Int32Array {
  const { renamings, fields, from } = tables;
  const places = new Int32Array(2 * renamings * fields);
  for (let i = 0; i < renamings * fields; i++) {
    const to = i % fields;
    const at = 2 * (i - to + (from[i] ?? 0));
    places[at] = layout.word[to] ?? 0;
    places[at + 1] = layout.shift[to] ?? 0;
  }
  return places;
}
