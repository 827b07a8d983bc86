/** Where this package's modules are: as sources, or built under dist/ and put together. */
const own = import.meta.url;

/** Whether the sources themselves run, which only something that reads TypeScript can do. */
export const IS_SOURCE = own.endsWith('.ts');

const root = IS_SOURCE
  ? new URL('../', own).href
  : own.slice(0, own.lastIndexOf('/dist/') + '/dist/'.length);

/** The URL of a module, or of a folder, by its path in the sources and without its extension. */
export const moduleUrl = (path: string): URL =>
  new URL(path.endsWith('/') ? path : `${path}${IS_SOURCE ? '.ts' : '.js'}`, root);
