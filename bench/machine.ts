import { availableParallelism, cpus, loadavg } from 'node:os';
import type { MeterName } from './measure.ts';

/** Where and in what company something was measured. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly node: string;
  readonly meter: MeterName;
  /** Processes that ran or waited, over 1, 5 and 15 minutes. */
  readonly loadBefore: readonly number[];
  readonly loadAfter: readonly number[];
}

export const load = (): readonly number[] => loadavg();

export const machine = (meter: MeterName, loadBefore: readonly number[]): Machine => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  node: process.version,
  meter,
  loadBefore,
  loadAfter: load(),
});

export function machineText({ cores, processor, node, meter, ...loads }: Machine): string {
  const text = (load: readonly number[]) => load.map((n) => n.toFixed(2)).join(' ');
  const memory = meter === 'none' ? 'memory is not measured' : `memory by ${meter}`;
  return [
    `${cores} cores (${processor}), node ${node}, ${memory}`,
    `load averages before ${text(loads.loadBefore)}, after ${text(loads.loadAfter)}`,
  ].join('\n');
}
