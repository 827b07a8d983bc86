import { useMemo, useState } from 'preact/hooks';
import type { AskOf, Opened } from '../../traces/viewer/ask.ts';
import { useKeys } from '../keys.ts';
import { Look } from '../look.ts';
import { momentsOf } from '../moments.ts';
import { Cards } from '../parts/cards.tsx';
import { Legend } from '../parts/legend.tsx';
import { Lights } from '../parts/lights.tsx';
import { StateTree } from '../parts/state.tsx';
import { StepTitle } from '../parts/step-title.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { Why } from '../parts/why.tsx';
import { Branches } from './branches.tsx';
import { ask, download, messageOf } from './client.ts';
import { Find } from './find.tsx';
import { StateGraph } from './graph.tsx';
import { NextSteps } from './next-steps.tsx';
import { line, stepsOf, wayTo } from './tree.ts';
import { depthOf, useWalking, type Walking } from './walking.ts';

/** A protocol walked through by hand. */
export function ExploreView({ opened }: { readonly opened: Opened }) {
  const walking = useWalking(opened);
  const [isGraph, setGraph] = useState(false);
  const { walked, note } = walking;
  return (
    <main class="walk explorer">
      <Tools walking={walking} isGraph={isGraph} setGraph={setGraph} />
      <p class="said" role="status">
        {note}
      </p>
      {walked?.stopped && (
        <p class="verdict bad stopped" role="alert">
          <span aria-hidden="true">⊘ </span>
          {walked.stopped.text}
        </p>
      )}
      {isGraph && (
        <StateGraph
          name={opened.protocol}
          mutation={walking.mutation}
          version={walking.opened.version}
          begin={(steps) => {
            walking.begin(steps);
            setGraph(false);
          }}
        />
      )}
      {!isGraph && walked && <Panes walking={walking} walked={walked} />}
    </main>
  );
}

interface PanesProps {
  readonly walking: Walking;
  readonly walked: NonNullable<Walking['walked']>;
}

function Panes({ walking, walked }: PanesProps) {
  const { walk, next } = walked;
  const look = useMemo(() => new Look(walk), [walk]);
  const moments = useMemo(() => momentsOf(walk), [walk]);
  const [isFull, setFull] = useState(false);
  // What was just gone to, as soon as the server has told of it.
  const step = Math.min(depthOf(walking.tree), look.length);
  const listed = useMemo(() => Array.from({ length: look.length + 1 }, (_, i) => i), [look]);
  const violation = walk.finding?.step ?? look.length;
  useKeys({
    ArrowRight: () => walking.goTo((now) => now + 1),
    ArrowDown: () => walking.goTo((now) => now + 1),
    ArrowLeft: walking.undo,
    ArrowUp: walking.undo,
    Home: () => walking.goTo(0),
    End: () => walking.goTo(look.length),
    v: () => walking.goTo(violation),
    d: () => setFull(!isFull),
  });
  return (
    <div class="panes">
      <section class="left" aria-label="Steps">
        <Timeline look={look} listed={listed} step={step} moments={moments} go={walking.goTo} />
        <Branches tree={walking.tree} goTo={walking.goToPlace} />
      </section>
      <section class="right" aria-label="After this step">
        <StepTitle walk={walk} step={step} />
        <NextSteps
          look={look}
          step={step}
          next={walked.at === step ? next : []}
          take={({ action, params }) => walking.take({ action, params })}
          go={walking.goTo}
        />
        <Cards look={look} step={step} />
        {walk.finding !== null && step === walk.finding.step && (
          <Why look={look} go={walking.goTo} />
        )}
        <StateTree
          look={look}
          step={step}
          isFull={isFull}
          setFull={setFull}
          onChange={(path) => walking.find({ kind: 'change', path })}
        />
        <Lights look={look} step={step} />
        <Legend hasCards={walk.cards.length > 0} hasFilter={false} />
      </section>
    </div>
  );
}

interface ToolsProps {
  readonly walking: Walking;
  readonly isGraph: boolean;
  readonly setGraph: (isGraph: boolean) => void;
}

/** What can be done with the whole walk. */
function Tools({ walking, isGraph, setGraph }: ToolsProps) {
  const { opened, mutation, tree } = walking;
  const save = async (as: AskOf<'save'>['as']) => {
    try {
      const own = line(tree);
      const { loop } = tree.places[own.at(-1) ?? 0] ?? { loop: null };
      const steps = stepsOf(tree, loop === null ? wayTo(tree, tree.at) : own);
      const saved = await ask({ ask: 'save', as, mutation, steps, loop });
      download(saved.name, saved.text);
      walking.say(`Saved as ${saved.name}.`);
    } catch (error) {
      walking.say(messageOf(error));
    }
  };
  const broken = [...new Set(opened.mutations.map(({ breaks }) => breaks))];
  return (
    <header class="tools">
      <h1>{opened.protocol}</h1>
      {opened.mutations.length > 0 && (
        <label>
          Fault{' '}
          <select
            aria-label="Fault"
            value={mutation ?? ''}
            onChange={({ currentTarget }) => walking.setMutation(currentTarget.value || null)}
          >
            <option value="">none: the model as it should be</option>
            {broken.map((property) => (
              <optgroup key={property} label={`breaks ${property}`}>
                {opened.mutations
                  .filter(({ breaks }) => breaks === property)
                  .map(({ name }) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
      )}
      <span class="buttons">
        <button type="button" onClick={walking.undo} disabled={tree.at === 0}>
          Undo <kbd>←</kbd>
        </button>
        <button type="button" aria-pressed={isGraph} onClick={() => setGraph(!isGraph)}>
          {isGraph ? 'Walk' : 'State graph'}
        </button>
        {(['trace', 'test', 'report'] as const).map((as) => (
          <button type="button" key={as} onClick={() => save(as)}>
            Save {as}
          </button>
        ))}
      </span>
      <Find opened={opened} isBusy={walking.isBusy} find={walking.find} stop={walking.stop} />
    </header>
  );
}
