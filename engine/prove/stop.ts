import type { Cut } from '../explore/verdict.ts';

/** The work is ended from outside. */
export class Stopped extends Error {
  readonly cut: Cut;

  constructor(cut: Cut) {
    super(cut);
    this.cut = cut;
  }
}

/** A step has more cases than are worth being told apart. */
export class TooWide extends Error {}

/** The budget is spent: there is no room for another node. */
export class NoRoom extends Error {}

/** Told now and then; throws to end the work. */
export type Pause = () => void;
