import type { Observer } from '../../system/observed.ts';

/** Counts calls of the model: those that taught something, and those that only compared. */
export class Calls implements Observer {
  learning = 0;
  auditing = 0;
  #isAudit = false;

  begin(): void {
    if (this.#isAudit) this.auditing += 1;
    else this.learning += 1;
  }
  end(): void {}

  /** Does something that counts as an audit. */
  audit(work: () => void): void {
    this.#isAudit = true;
    work();
    this.#isAudit = false;
  }
}
