import { Worker, type WorkerOptions } from 'node:worker_threads';
import { IS_SOURCE, moduleUrl } from '../../where.ts';

/** Starts a thread on a module of this package, from its sources as from what is built of them. */
export function startThread(module: string, options: WorkerOptions): Worker {
  const url = moduleUrl(module);
  if (!IS_SOURCE) return new Worker(url, options);
  // A thread of its own does not run TypeScript yet: it learns that first.
  const tsx = import.meta.resolve('tsx/esm/api');
  const start = `import('${tsx}').then(({ register }) => {
    register();
    return import('${url.href}');
  })`;
  const execArgv = ['--conditions=lastref-source'];
  return new Worker(start, { ...options, eval: true, execArgv });
}
