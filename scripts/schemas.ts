/** Writes the published JSON Schemas: `npm run schemas`. A test holds the files to the code. */
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { traceFile } from '../traces/trace-file.ts';
import { writeWhole } from '../traces/write.ts';
import { checkReport } from './check-report.ts';
import { listFile } from './listed.ts';
import { mutateReport } from './mutate-report.ts';
import { packageFile } from './package.ts';

/** Each schema by the name of its file, as text. */
export const schemas: Readonly<Record<string, string>> = {
  'trace.schema.json': text(z.toJSONSchema(traceFile)),
  'check.schema.json': text(z.toJSONSchema(checkReport)),
  'mutate.schema.json': text(z.toJSONSchema(mutateReport)),
  'equivalent.schema.json': text(z.toJSONSchema(listFile)),
};

function text(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, content] of Object.entries(schemas)) {
    writeWhole(packageFile(`schemas/${name}`), content);
  }
}
