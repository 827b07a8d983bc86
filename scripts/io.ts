import type { CommandContext, StricliProcess } from '@stricli/core';
import { type Paint, paintFor } from '../engine/report/paint.ts';
import { IS_SOURCE } from '../engine/where.ts';
import type { Slot } from './run/slot.ts';

/** The outside of a command: what it writes to, and what may end it. */
export interface Context extends CommandContext {
  readonly process: StricliProcess & { exitCode?: number | string | null };
  readonly stderrIsTTY: boolean;
  readonly stdoutIsTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** A thread for a run, started while everything else was loaded. */
  readonly warm: Slot | null;
}

/** Exit codes: a public interface. */
export const EXIT = {
  ok: 0,
  violation: 1,
  input: 2,
  incomplete: 3,
  vacuous: 4,
  interrupted: 130,
} as const;

/** Colour on standard output. */
export const paintOf = ({ stdoutIsTTY, env }: Context): Paint =>
  paintFor({ isTTY: stdoutIsTTY }, env);

export const out = (context: Context, text: string): void =>
  context.process.stdout.write(`${text}\n`);

export const err = (context: Context, text: string): void =>
  context.process.stderr.write(`${text}\n`);

export const json = (context: Context, data: object): void =>
  out(context, JSON.stringify(data, null, 2));

/** A number as people read it: 1,204,331. */
export const grouped = (n: number | bigint): string =>
  String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** How a user calls this program: from the sources, or as the installed package. */
export const COMMAND = IS_SOURCE ? 'npm run -s lastref --' : 'npx lastref';

/** An argument as a shell takes it. */
export const quoted = (text: string): string =>
  /^[\w./=,:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
