import { buildCommand } from '@stricli/core';
import type { Paint } from '../../engine/report/paint.ts';
import { table } from '../../engine/report/table.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { type Context, EXIT, err, json, out, paintOf } from '../io.ts';
import type { Target } from '../load.ts';
import { VERSION } from '../package.ts';
import { loadAll } from '../plan.ts';

interface Flags {
  readonly json: boolean;
}

/** Says what there is to check. */
async function list(this: Context, flags: Flags, ...names: string[]): Promise<void> {
  const { targets, errors } = await loadAll(names);
  const described = targets.map(describe);
  if (flags.json) json(this, { version: VERSION, protocols: described });
  else out(this, described.map((each) => render(each, paintOf(this))).join('\n\n'));
  for (const error of errors) err(this, `lastref: ${error}`);
  this.process.exitCode = errors.length > 0 ? EXIT.input : EXIT.ok;
}

function describe({ name, model, mutations, file }: Target) {
  const { definition } = model;
  const words = (field: string): string | null => {
    const value: unknown = Reflect.get(definition, field);
    return typeof value === 'string' ? value : null;
  };
  return {
    name,
    file,
    title: words('title'),
    source: words('source'),
    bounds: Object.entries(model.bounds).map(([bound, { initial, min, max }]) => ({
      name: bound,
      default: initial,
      min,
      max,
    })),
    properties: instantiate(model).properties,
    mutations: Object.entries(mutations?.list ?? {}).map(([mutation, { id, breaks, source }]) => ({
      name: mutation,
      id: id ?? null,
      breaks,
      source: source ?? null,
    })),
  };
}

type Described = ReturnType<typeof describe>;

function render({ name, title, source, bounds, properties, mutations }: Described, paint: Paint) {
  const rows = (heading: string, cells: string[][]) =>
    cells.length === 0
      ? []
      : ['', paint('faint', `  ${heading}`), indent(table(cells[0]?.map(blank) ?? [], cells))];
  return [
    paint('strong', name) + (title === null ? '' : `: ${title}`),
    ...(source === null ? [] : [`  source: ${source}`]),
    ...rows(
      'bounds',
      bounds.map((bound) => [`${bound.name}=${bound.default}`, `${bound.min} to ${bound.max}`]),
    ),
    ...rows(
      'properties',
      properties.map((property) => [property.name, property.kind]),
    ),
    ...rows(
      'mutations',
      mutations.map((each) => [
        each.id ?? '',
        each.name,
        `breaks ${each.breaks}`,
        each.source === null ? '' : `${each.source.status} ${each.source.cite}`,
      ]),
    ),
  ].join('\n');
}

const blank = () => ({ heading: '' });

/** The rows of a table without headings. */
const indent = (text: string): string =>
  text
    .split('\n')
    .slice(1)
    .map((line) => `    ${line}`)
    .join('\n');

export const listCommand = buildCommand<Flags, string[], Context>({
  func: list,
  parameters: {
    positional: {
      kind: 'array',
      parameter: {
        brief: 'a shipped protocol, or a model file of your own; none: all shipped ones',
        placeholder: 'protocol or ./file.ts',
        parse: String,
      },
    },
    flags: { json: { kind: 'boolean', default: false, brief: 'print one JSON object' } },
  },
  docs: { brief: 'list protocols, their bounds, properties and mutations' },
});
