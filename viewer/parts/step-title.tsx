import type { Walk } from '../../traces/viewer/data.ts';

/** Said aloud whenever the step changes. */
export function StepTitle({ walk, step }: { readonly walk: Walk; readonly step: number }) {
  const { thread, name, changes } = walk.steps[step - 1] ?? {};
  const isBroken = walk.finding?.step === step && walk.finding.kind !== 'reachable';
  return (
    <header class="step-title" aria-live="polite">
      <h2>
        {name === undefined ? (
          'Initial state'
        ) : (
          <>
            Step {step}: <span class="actor">{thread ?? 'any time'}</span> <code>{name}</code>
          </>
        )}
      </h2>
      {changes && <p class="changes">{changes.join(', ')}</p>}
      {isBroken && (
        <p class="broken-note">
          <span aria-hidden="true">⚠ </span>
          {walk.finding?.property} {walk.loop === null ? 'is broken here' : 'never comes'}.
        </p>
      )}
    </header>
  );
}
