import { existsSync } from 'node:fs';
import { extname, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../engine/errors.ts';
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations } from '../engine/language/mutation.ts';
import { loadModule, type ModelModule } from '../engine/load.ts';
import { IS_SOURCE } from '../engine/where.ts';
import { loadProtocol, protocolNames } from '../model/index.ts';

/** Something exported, and the module to import it from. */
export interface Export {
  readonly name: string;
  readonly from: string;
}

/** A model to work on, shipped or from a file of the user's. */
export interface Target {
  readonly name: string;
  readonly model: AnyModel;
  readonly mutations: Mutations | null;
  /** The file as seen from the current folder; null for a shipped protocol. */
  readonly file: string | null;
  readonly modelExport: Export | null;
  readonly mutationsExport: Export | null;
}

/** A protocol by its name, or every model of a file: `./my-protocol.ts`. */
export async function loadTargets(name: string): Promise<Target[]> {
  return isFile(name) ? await loadFile(name) : [await loadShipped(name)];
}

const isFile = (name: string): boolean =>
  name.startsWith('.') || name.includes('/') || name.includes(sep) || extname(name) !== '';

async function loadShipped(name: string): Promise<Target> {
  const { modelExport, mutationsExport, ...shipped } = await loadProtocol(name);
  const from = (file: string) => `lastref/model/${name}/${file}`;
  return {
    ...shipped,
    file: null,
    modelExport: { name: modelExport, from: from('protocol') },
    mutationsExport:
      mutationsExport === null ? null : { name: mutationsExport, from: from('mutations') },
  };
}

async function loadFile(name: string): Promise<Target[]> {
  const path = resolve(name);
  if (!existsSync(path)) {
    throw new InputError(`there is no file ${name}`, {
      cause: 'a path that is not seen from the current folder',
      fix: 'give the path of a model file, or the name of a shipped protocol',
      available: protocolNames(),
    });
  }
  await registerTypeScript(path);
  const shown = `./${relative(process.cwd(), path).split(sep).join('/')}`;
  const module = await loadModule(pathToFileURL(path).href, shown);
  const models = modelsOf(module);
  if (models.length > 0) return models.map((model) => targetOf(model, module, shown));
  throw new InputError(`${shown} exports no model`, {
    cause: 'a model that is not exported, or a file that is none',
    fix: 'export what model({ … }) of protocol<State>() returned',
    available: module.names,
  });
}

/** The models that a module exports, and those that its mutations are of; each once. */
const modelsOf = ({ models, mutations }: ModelModule): AnyModel[] => [
  ...new Set([...models.map(({ model }) => model), ...mutations.map((set) => set.mutations.of)]),
];

function targetOf(model: AnyModel, module: ModelModule, file: string): Target {
  const named = module.models.find((each) => each.model === model);
  const sets = module.mutations.filter(({ mutations }) => mutations.of === model);
  const [first] = sets;
  const list = Object.assign({}, ...sets.map(({ mutations }) => mutations.list));
  return {
    name: model.name,
    model,
    mutations: first ? { ...first.mutations, list } : null,
    file,
    modelExport: named ? { name: named.name, from: file } : null,
    mutationsExport: first ? { name: first.name, from: file } : null,
  };
}

/** Lets plain node import TypeScript; under tsx or vitest it can already. */
async function registerTypeScript(path: string): Promise<void> {
  if (IS_SOURCE || !/^\.[mc]?ts$/.test(extname(path))) return;
  const [cjs, esm] = await Promise.all([import('tsx/cjs/api'), import('tsx/esm/api')]);
  // Both, since the type of the package that the file is in decides what it is loaded as.
  cjs.register();
  esm.register();
}
