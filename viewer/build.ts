/** Builds what the viewer is made of: one script and one style sheet for each kind of document. */
import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';

/** The kinds of documents that there are. */
export const KINDS = ['report', 'explorer'] as const;
export type Kind = (typeof KINDS)[number];

export interface Built {
  readonly script: string;
  readonly style: string;
}

/** Bundles one kind of document with vite, in memory. Only the repository has what this needs. */
export async function buildViewer(kind: Kind): Promise<Built> {
  const { build } = await import('vite');
  const made = await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'warn',
    resolve: { conditions: ['lastref-source'] },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(`${kind}.tsx`, import.meta.url)),
        output: { format: 'iife' },
      },
    },
  });
  const outputs = [made].flat().flatMap((each) => ('output' in each ? each.output : []));
  return {
    script: joined(outputs, (each) => (each.type === 'chunk' ? each.code : '')),
    style: joined(outputs, (each) =>
      each.type === 'asset' && each.fileName.endsWith('.css') ? String(each.source) : '',
    ),
  };
}

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;

const joined = (outputs: readonly Output[], text: (output: Output) => string): string =>
  outputs.map(text).join('').trim();
