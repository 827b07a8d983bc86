import { useEffect, useRef, useState } from 'preact/hooks';
import type { Goal, NamedStep, Opened, Walked } from '../../traces/viewer/ask.ts';
import { ask, messageOf } from './client.ts';
import { useFinding } from './finding.ts';
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
  /** Goes the shortest way from here to what is looked for. Whatever is done next ends that. */
  find(goal: Goal): void;
  stop(): void;
  /** A walk from the beginning. */
  begin(steps: readonly NamedStep[]): void;
  say(note: string): void;
}

/** How long until a server that did not answer is asked again, in milliseconds. */
const AGAIN = 1000;

/** The number of the state that is looked at, along its line. */
export const depthOf = (tree: branches.Tree): number => branches.wayTo(tree, tree.at).length - 1;

export function useWalking(first: Opened): Walking {
  const [opened, setOpened] = useState(first);
  const [tree, setTree] = useState(() => {
    const end = branches.takeAll(branches.emptyTree, opened.steps, opened.loop);
    return branches.goTo(end, end.at);
  });
  const [mutation, setMutation] = useState(opened.mutation);
  const [walked, setWalked] = useState<Walked | null>(null);
  const [note, say] = useState('');
  const latest = useRef(tree);
  latest.current = tree;
  const { isBusy, search, stop } = useFinding(say);
  // Before anything else is asked, a search is ended: the server does one thing at a time.
  const put = (next: branches.Tree) => {
    stop();
    latest.current = next;
    setTree(next);
  };
  const { version } = opened;
  useServer({ tree, mutation, version, setWalked, say });
  useChanges(version, say, (now) => {
    stop();
    setOpened(now);
    setMutation((name) => (now.mutations.some((each) => each.name === name) ? name : null));
  });
  const find = async (goal: Goal) => {
    const from = branches.wayTo(latest.current, latest.current.at);
    const steps = branches.stepsOf(latest.current, from);
    const found = await search({ mutation, steps }, goal);
    if (found?.steps) put(branches.takeAll(latest.current, found.steps, found.loop));
  };
  return {
    ...{ opened, tree, mutation, walked, note, isBusy, stop, say },
    setMutation: (name) => {
      stop();
      setMutation(name);
    },
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
      (error) => {
        if (number === asked.current) say(messageOf(error));
      },
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

/** Waits for the model to change, again and again. @param changed told what it is now */
function useChanges(
  version: number,
  say: (note: string) => void,
  changed: (now: Opened) => void,
): void {
  const latest = useRef(changed);
  latest.current = changed;
  useEffect(() => {
    let isOver = false;
    const wait = async () => {
      let since = version;
      while (!isOver) {
        try {
          const now = await ask({ ask: 'changed', since });
          if (isOver || now.version === since) continue;
          since = now.version;
          const opened = await ask({ ask: 'open' });
          if (!isOver) return latest.current(opened);
        } catch (error) {
          // A model that cannot be read just now, or a server that has ended.
          if (!isOver) say(messageOf(error));
          await new Promise((resolve) => setTimeout(resolve, AGAIN));
        }
      }
    };
    void wait();
    return () => {
      isOver = true;
    };
  }, [version]);
}
