import { useMemo, useRef, useState } from 'preact/hooks';
import type { Walk } from '../../traces/viewer/data.ts';
import { useKeys } from '../keys.ts';
import { Look } from '../look.ts';
import { momentsOf } from '../moments.ts';
import { Cards } from './cards.tsx';
import { Facts } from './facts.tsx';
import { Headline } from './headline.tsx';
import { Legend } from './legend.tsx';
import { Lights } from './lights.tsx';
import { StateTree } from './state.tsx';
import { StepTitle } from './step-title.tsx';
import { Threads } from './threads.tsx';
import { Timeline } from './timeline.tsx';
import { Why } from './why.tsx';

interface Props {
  readonly walk: Walk;
  readonly step: number;
  readonly go: GoTo;
}

/** To a step, or to one worked out from where the reader is by now. */
export type GoTo = (to: number | ((step: number) => number)) => void;

/** One run: its steps, and the state after the one that is looked at. */
export function WalkView({ walk, step, go }: Props) {
  const look = useMemo(() => new Look(walk), [walk]);
  const moments = useMemo(() => momentsOf(walk), [walk]);
  const [isFull, setFull] = useState(false);
  const [filter, setFilter] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const listed = useMemo(() => filtered(walk, filter), [walk, filter]);
  const violation = walk.finding?.step ?? look.length;
  // Where a filter hides the step that is looked at, the nearest one beyond is next.
  const after = (now: number) =>
    filter === '' ? look.next(now) : (listed.find((each) => each > now) ?? now);
  const next = () => go(after);
  const back = () => go((now) => listed.findLast((each) => each < now) ?? now);
  useKeys({
    ArrowRight: next,
    ArrowLeft: back,
    ArrowDown: next,
    ArrowUp: back,
    Home: () => go(listed[0] ?? 0),
    End: () => go(listed.at(-1) ?? look.length),
    v: () => go(violation),
    d: () => setFull(!isFull),
    '/': () => field.current?.focus(),
  });
  const canGoOn = after(step) !== step;
  const buttons = { step, length: look.length, next, back, canGoOn };
  return (
    <main class="walk">
      <Headline walk={walk} moments={moments} step={step} go={go} />
      <div class="panes">
        <section class="left" aria-label="Steps">
          <input
            type="search"
            ref={field}
            value={filter}
            placeholder="Filter steps: a thread, an action, a field    /"
            aria-label="Filter steps"
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
          {filter !== '' && (
            <p class="note" role="status">
              {listed.length} of {look.length + 1} states
            </p>
          )}
          <Timeline look={look} listed={listed} step={step} moments={moments} go={go} />
        </section>
        <section class="right" aria-label="After this step">
          <StepBar {...buttons} toViolation={walk.finding ? () => go(violation) : null} />
          <StepTitle walk={walk} step={step} />
          <Legend hasCards={walk.cards.length > 0} hasFilter />
          <Cards look={look} step={step} />
          {walk.finding !== null && step === walk.finding.step && <Why look={look} go={go} />}
          <StateTree look={look} step={step} isFull={isFull} setFull={setFull} />
          <Lights look={look} step={step} />
          <Threads look={look} step={step} go={go} />
          <Facts walk={walk} />
        </section>
      </div>
    </main>
  );
}

/** The states whose step has all words of a filter in it. */
function filtered({ steps }: Walk, filter: string): number[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => text.includes(word));
  return ['initial state', ...steps.map(textOf)].flatMap((text, i) =>
    words.length === 0 || has(text.toLowerCase()) ? [i] : [],
  );
}

const textOf = ({ thread, name, changes }: Walk['steps'][number]): string =>
  [thread ?? 'any time', name, ...changes].join(' ');

interface BarProps {
  readonly step: number;
  readonly length: number;
  readonly canGoOn: boolean;
  readonly next: () => void;
  readonly back: () => void;
  readonly toViolation: (() => void) | null;
}

const StepBar = ({ step, length, canGoOn, next, back, toViolation }: BarProps) => (
  <nav class="bar" aria-label="Go through the steps">
    <button type="button" onClick={back} disabled={step === 0}>
      ← Previous
    </button>
    <span class="count">
      {step} / {length}
    </span>
    <button type="button" class="strong" onClick={next} disabled={!canGoOn}>
      Next →
    </button>
    {toViolation && (
      <button type="button" onClick={toViolation}>
        Violation <kbd>v</kbd>
      </button>
    )}
  </nav>
);
