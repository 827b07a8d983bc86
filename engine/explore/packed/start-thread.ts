import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a thread on a module of this package, from its sources as from what is built of them.
 * @param module its URL without the extension
 * @param own the URL of any module of the package, which tells which of the two is running
 */
export function startThread(module: string, own: string, options: WorkerOptions): Worker {
  if (!own.endsWith('.ts')) return new Worker(new URL(`${module}.js`), options);
  // A thread of its own does not run TypeScript yet: it learns that first.
  const tsx = import.meta.resolve('tsx/esm/api');
  const start = `import('${tsx}').then(({ register }) => {
    register();
    return import('${module}.ts');
  })`;
  const execArgv = ['--conditions=lastref-source'];
  return new Worker(start, { ...options, eval: true, execArgv });
}
