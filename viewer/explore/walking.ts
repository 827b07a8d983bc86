import { useEffect, useRef, useState } from 'preact/hooks';
import type { Goal, NamedStep, Opened, Walked } from '../../traces/viewer/ask.ts';
import { ask, messageOf } from './client.ts';
import * as branches from './tree.ts';

/** Everything that happens in the explorer, and how it stands. */
export interface Walking {
  readonly opened: Opened;
  readonly tree: branches.Tree;
  readonly mutation: string | null;
  /** The walk as the server last told it; null before the first time. */
  readonly walked: Walked | null;
  /** What is to be said: an error, what was found, that the model was loaded anew. */
  readonly note: string;
  readonly isBusy: boolean;
  take(step: NamedStep): void;
  undo(): void;
  /** To a place along the line that is shown, by its number. */
  goTo(step: number | ((now: number) => number)): void;
  goToPlace(id: number): void;
  setMutation(name: string | null): void;
  find(goal: Goal): void;
  /** A walk from the beginning. */
  begin(steps: readonly NamedStep[]): void;
  say(note: string): void;
}

/** The number of the state that is looked at, along its line. */
export const depthOf = (tree: branches.Tree): number => branches.wayTo(tree, tree.at).length - 1;

export function useWalking(opened: Opened): Walking {
  const [tree, setTree] = useState(() => {
    const end = branches.takeAll(branches.emptyTree, opened.steps, opened.loop);
    return branches.goTo(end, end.at);
  });
  const [mutation, setMutation] = useState(opened.mutation);
  const [version, setVersion] = useState(opened.version);
  const [walked, setWalked] = useState<Walked | null>(null);
  const [note, say] = useState('');
  const [isBusy, setBusy] = useState(false);
  const latest = useRef(tree);
  latest.current = tree;
  const put = (next: branches.Tree) => {
    latest.current = next;
    setTree(next);
  };
  useServer({ tree, mutation, version, setWalked, say });
  useChanges(version, setVersion);
  const find = async (goal: Goal) => {
    setBusy(true);
    say('Searching…');
    try {
      const from = branches.wayTo(latest.current, latest.current.at);
      const steps = branches.stepsOf(latest.current, from);
      const found = await ask({ ask: 'find', mutation, steps, loop: null, goal });
      if (found.steps) put(branches.takeAll(latest.current, found.steps, found.loop));
      say(found.text);
    } catch (error) {
      say(messageOf(error));
    }
    setBusy(false);
  };
  return {
    ...{ opened, tree, mutation, walked, note, isBusy, setMutation, say },
    take: (step) => put(branches.take(latest.current, step)),
    undo: () => put(branches.undo(latest.current)),
    goTo: (to) => {
      const own = branches.line(latest.current);
      const now = depthOf(latest.current);
      const id = own[typeof to === 'number' ? to : to(now)];
      if (id !== undefined) put({ ...latest.current, at: id });
    },
    goToPlace: (id) => put(branches.goTo(latest.current, id)),
    find: (goal) => void find(goal),
    begin: (steps) => put(branches.takeAll({ ...latest.current, at: 0 }, steps)),
  };
}

interface Served {
  readonly tree: branches.Tree;
  readonly mutation: string | null;
  readonly version: number;
  readonly setWalked: (walked: Walked) => void;
  readonly say: (note: string) => void;
}

/** Has the server run the line that is shown, whenever it is another one. */
function useServer({ tree, mutation, version, setWalked, say }: Served): void {
  const own = branches.line(tree);
  const steps = branches.stepsOf(tree, own);
  const at = depthOf(tree);
  const { loop } = tree.places[own.at(-1) ?? 0] ?? { loop: null };
  const asked = useRef(0);
  const model = useRef(`${mutation} ${version}`);
  useEffect(() => {
    const number = ++asked.current;
    const isOther = model.current !== `${mutation} ${version}`;
    model.current = `${mutation} ${version}`;
    ask({ ask: 'walk', mutation, steps, loop, at }).then(
      (walked) => {
        // An answer that was overtaken by a later question is none.
        if (number !== asked.current) return;
        setWalked(walked);
        if (isOther) say(whatBecame(walked));
      },
      (error) => say(messageOf(error)),
    );
  }, [JSON.stringify(steps), at, loop, mutation, version]);
}

/** What became of a walk under another model than before. */
function whatBecame({ walk, stopped }: Walked): string {
  const { length } = walk.steps;
  if (stopped) return `The same walk under this model runs up to step ${length}.`;
  if (length === 0) return 'The model is another one now.';
  const { property = null } = walk.finding ?? {};
  const end = property === null ? 'nothing is broken' : `${property} is broken`;
  return `The same ${length} steps run under this model, and ${end}.`;
}

/** Waits for the model to change, again and again. */
function useChanges(version: number, changed: (version: number) => void): void {
  useEffect(() => {
    let isOver = false;
    const wait = async () => {
      while (!isOver) {
        try {
          const now = await ask({ ask: 'changed', since: version });
          if (isOver || now.version === version) continue;
          return changed(now.version);
        } catch {
          // The server has ended, or is not there yet.
          await new Promise((resolve) => setTimeout(resolve, 2000));
        }
      }
    };
    void wait();
    return () => {
      isOver = true;
    };
  }, [version]);
}
