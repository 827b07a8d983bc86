import { existsSync, readdirSync } from 'node:fs';
import { InputError, unknownName } from '../engine/errors.ts';
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations } from '../engine/language/mutation.ts';
import { loadModule } from '../engine/load.ts';
import { moduleUrl } from '../engine/where.ts';

/** A protocol of this package: a folder beside this file. */
export interface Shipped {
  /** Name of the folder, of the model and of the protocol: one and the same. */
  readonly name: string;
  readonly model: AnyModel;
  /** The name that protocol.ts exports the model by. */
  readonly modelExport: string;
  readonly mutations: Mutations | null;
  readonly mutationsExport: string | null;
}

const fileOf = (name: string, file: string) => moduleUrl(`model/${name}/${file}`);

/** The names of all shipped protocols: the sub-folders that hold a protocol.ts. */
export const protocolNames = (): string[] =>
  readdirSync(moduleUrl('model/'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(fileOf(entry.name, 'protocol')))
    .map(({ name }) => name)
    .sort();

/** Loads a shipped protocol with its mutations. */
export async function loadProtocol(name: string): Promise<Shipped> {
  const names = protocolNames();
  if (!names.includes(name)) throw unknownName('protocol', name, names);
  const shown = `model/${name}/protocol.ts`;
  const { models, names: exported } = await loadModule(fileOf(name, 'protocol').href, shown);
  const found = models.find(({ model }) => model.name === name);
  if (!found) {
    throw new InputError(`${shown} exports no model named '${name}'`, {
      fix: 'give the model the name of its folder and export it',
      available: models.length > 0 ? models.map(({ model }) => model.name) : exported,
    });
  }
  const mutations = await loadMutations(name, found.model);
  return {
    name,
    model: found.model,
    modelExport: found.name,
    mutations: mutations?.mutations ?? null,
    mutationsExport: mutations?.name ?? null,
  };
}

async function loadMutations(name: string, model: AnyModel) {
  const url = fileOf(name, 'mutations');
  if (!existsSync(url)) return null;
  const shown = `model/${name}/mutations.ts`;
  const { mutations, names } = await loadModule(url.href, shown);
  const found = mutations.find((each) => each.mutations.of === model);
  if (found) return found;
  throw new InputError(`${shown} exports no mutations of ${name}`, {
    fix: 'export what mutations(…) returned',
    available: names,
  });
}
