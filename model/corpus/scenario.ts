/** One scenario of the corpus: what goes wrong, who said so, and where it is expressed. */
export interface Scenario {
  /** S: documented; X: derived. The numbers have gaps. */
  readonly id: string;
  /** One sentence. */
  readonly name: string;
  /** DOC: named in the source. DER: derived from posted code, and not said of any kernel. */
  readonly status: 'DOC' | 'DER';
  /** Author, date, series or commit. */
  readonly source: string;
  /** For each protocol, its mutations that are this scenario. */
  readonly mutations?: Readonly<Record<string, readonly string[]>>;
  /** For each protocol, its goals that show what of the scenario is no violation. */
  readonly accepted?: Readonly<Record<string, readonly string[]>>;
  /** Designs with a protocol of their own that the scenario belongs to, by folder. */
  readonly ofItsOwn?: readonly string[];
  /** Why it is not expressed at all. */
  readonly not?: string;
}
