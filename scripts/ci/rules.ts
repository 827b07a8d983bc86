import type { CaseReport } from '../report-of-runs.ts';

/** What a rule asks for, in one sentence without its full stop. */
export function ruleText({ name, kind }: CaseReport): string {
  switch (kind) {
    case 'always':
      return `${name} holds in every state`;
    case 'step':
      return `${name} holds across every step`;
    case 'leadsTo':
      return `${name}: what is owed comes in the end, on every fair run`;
    case 'recoverable':
      return `${name} can be reached from every state`;
    case 'reachable':
      return `${name} is reached in some state`;
    case 'deadlock':
      return 'No thread inside a routine is stuck for ever';
    case 'fires':
      return `${name} runs somewhere`;
    case 'complete':
      return 'The search saw every reachable state';
    case 'expected':
      return 'A run gives what is recorded of it, a mutation breaks what it names';
    case 'trace':
      return 'A recorded counterexample still runs and still breaks what it names';
    case 'mutant':
      return 'Some property tells the mutant from the model';
  }
}

/** What to do about a failure of a rule. */
export function helpOf({ kind }: CaseReport): string {
  switch (kind) {
    case 'reachable':
    case 'fires':
      return 'A protocol in which nothing happens keeps every promise: make it happen.';
    case 'complete':
      return 'Give the search more states, time or memory, or smaller bounds.';
    case 'expected':
      return 'If the model changed on purpose, record the new result: lastref check --update.';
    case 'trace':
      return 'If the model changed on purpose, record the trace again: check --trace FILE.';
    case 'mutant':
      return 'State a property that the mutant breaks, or list it as equivalent with the reason.';
    default:
      return 'Follow the steps of the counterexample; the last line tells how to replay it.';
  }
}
