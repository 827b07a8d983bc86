import type { Layout } from '../../learn/layout.ts';
import type { OrbitTables } from '../../learn/orbit-tables.ts';

/** What it takes to bring states into one form for each orbit. */
export interface Forms {
  readonly layout: Layout;
  readonly tables: OrbitTables;
}
