import type { How } from '../../engine/report/headline.ts';
import type { TraceFile } from '../../traces/trace-file.ts';
import type { Common } from './job.ts';

/** The forms that a recorded trace can be shown in. */
export const FORMS = [
  'text',
  'trace',
  'itf',
  'tlc',
  'mermaid',
  'plantuml',
  'shiviz',
  'test',
  'html',
] as const;
export type Form = (typeof FORMS)[number];

/** One recorded trace in another form; as `html`, what the viewer is handed of it, as JSON. */
export interface ShowJob extends Common {
  readonly kind: 'show';
  readonly trace: TraceFile;
  readonly as: Form;
  readonly replay: string;
  /** How it came to be as long as it is; by default recorded. */
  readonly how?: How;
  /** The folder that a test will stand in, as a path from the current one. */
  readonly folder: string;
}

export interface Shown {
  readonly kind: 'show';
  readonly text: string;
}
