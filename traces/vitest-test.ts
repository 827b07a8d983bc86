import type { TraceFile } from './trace-file.ts';

/** Where the model of a trace can be imported from. */
export interface Imports {
  readonly model: { readonly name: string; readonly from: string };
  readonly mutations: { readonly name: string; readonly from: string } | null;
}

/** A vitest test that imports the model, runs the recorded steps and expects the violation. */
export function toVitest(file: TraceFile, { model, mutations }: Imports): string {
  const { property, steps } = file;
  const mutated = file.mutation !== null && mutations !== null;
  const setting = [
    `bounds: ${object(file.bounds)}`,
    ...(mutated ? [`mutations: ${mutations.name}`, `mutation: ${quote(file.mutation ?? '')}`] : []),
  ];
  if (file.loop !== undefined) setting.push(`loop: ${file.loop}`);
  const conjunct = property.conjunct === null ? 'null' : quote(property.conjunct);
  const mutation = file.mutation === null ? '' : ` + "${file.mutation}"`;
  const name = `${file.protocol}${mutation} breaks ${property.name} at step ${property.step}`;
  return `${[
    "import { replay } from 'lastref';",
    "import { expect, test } from 'vitest';",
    ...imports(model, mutated ? mutations : null),
    '',
    'const steps = [',
    ...steps.map(
      ({ action, params }) => `  { action: ${quote(action)}, params: ${object(params)} },`,
    ),
    '];',
    '',
    `test(${quote(name)}, () => {`,
    `  const outcome = replay(${model.name}, { ${setting.join(', ')} }, steps);`,
    '  expect(outcome.refused).toBeNull();',
    `  expect(outcome.broken(${quote(property.name)})).toMatchObject({`,
    `    conjunct: ${conjunct},`,
    `    step: ${property.step},`,
    '  });',
    '});',
  ].join('\n')}\n`;
}

function imports(model: Imports['model'], mutations: Imports['mutations']): string[] {
  if (!mutations) return [importLine([model.name], model.from)];
  if (mutations.from === model.from) return [importLine([model.name, mutations.name], model.from)];
  return [importLine([mutations.name], mutations.from), importLine([model.name], model.from)];
}

const importLine = (names: readonly string[], from: string): string =>
  `import { ${names.join(', ')} } from ${quote(from)};`;

const quote = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** An object literal on one line. */
function object(record: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(record).map(([name, value]) => {
    const plain = /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
    // Written plainly it would be the prototype.
    const key = name === '__proto__' ? `['${name}']` : plain;
    return `${key}: ${typeof value === 'string' ? quote(value) : JSON.stringify(value)}`;
  });
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}
