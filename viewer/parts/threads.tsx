import { showValue } from '../../engine/report/show.ts';
import type { Look } from '../look.ts';

interface Props {
  readonly look: Look;
  readonly step: number;
  readonly go: (step: number) => void;
}

/** Where each thread stands, what it can do there, and what its guards refuse and why. */
export function Threads({ look, step, go }: Props) {
  const refused = look.refused(step);
  const enabled = look.enabled(step);
  const free = { id: null, label: 'any time', isHome: true };
  const all = [
    ...look.walk.threads.map((thread) => ({ id: thread.id, ...look.label(thread, step) })),
    free,
  ].filter(
    ({ id, isHome }) =>
      !isHome || refused.some((each) => each.thread === id) || enabled.some((e) => e.thread === id),
  );
  return (
    <section class="threads" aria-label="Threads">
      <h3>What could come next</h3>
      {all.map(({ id, label, isHome }) => {
        const no = refused.filter(({ thread }) => thread === id);
        const yes = enabled.filter(({ thread }) => thread === id);
        return (
          <details key={id ?? ''} class="thread" open={!isHome}>
            <summary>
              <b>{id ?? 'any time'}</b> {id !== null && <At label={label} isHome={isHome} />}
              <span class="sum">
                {yes.length} can run{no.length > 0 && `, ${no.length} refused`}
              </span>
            </summary>
            <ul>
              {yes.map((each) => (
                <li key={each.step} class="can">
                  <span aria-hidden="true">▸</span> <code>{each.step}</code> can run
                </li>
              ))}
              {no.map(({ step: name, path, value }) => (
                <li key={name} class="refused">
                  <span aria-hidden="true">⊘</span> <code>{name}</code> refused
                  <Because look={look} step={step} path={path} value={value} go={go} />
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

const At = ({ label, isHome }: { readonly label: string; readonly isHome: boolean }) =>
  isHome ? (
    <span class="at">
      idle (<code>{label}</code>)
    </span>
  ) : (
    <span class="at">
      at <code>{label}</code>
    </span>
  );

interface BecauseProps extends Props {
  readonly path: string | null;
  readonly value: unknown;
}

/** The read that refused, and the step that put there what was read. */
export function Because({ look, step, path, value, go }: BecauseProps) {
  if (path === null) return <span class="because"> by a guard that is never true</span>;
  const since = look.since(path, step);
  return (
    <span class="because">
      : it read{' '}
      <code>
        {path} = {showValue(value)}
      </code>
      {since === null ? (
        ', as in the initial state'
      ) : (
        <>
          , since <StepLink look={look} step={since} go={go} />
        </>
      )}
    </span>
  );
}

interface LinkProps {
  readonly look: Look;
  readonly step: number;
  readonly go: (step: number) => void;
}

/** `step 17, lane0 take(x)`, to go there. */
export function StepLink({ look, step, go }: LinkProps) {
  const { thread = null, name = '' } = look.walk.steps[step - 1] ?? {};
  return (
    <button type="button" class="link" onClick={() => go(step)}>
      step {step}
      {thread !== null && `, ${thread}`} {name}
    </button>
  );
}
