import { useRef, useState } from 'preact/hooks';
import type { FoundWay, Goal, NamedStep } from '../../traces/viewer/ask.ts';
import { ask, messageOf } from './client.ts';

interface From {
  readonly mutation: string | null;
  readonly steps: readonly NamedStep[];
}

/** A search on the server, one at a time, that can be stopped. */
export interface Finding {
  readonly isBusy: boolean;
  /** What is found; null where the search was stopped, and nobody wants to know. */
  search(from: From, goal: Goal): Promise<FoundWay | null>;
  /** Ends a search that is under way. */
  stop(): void;
}

/** @param say tells how the search stands */
export function useFinding(say: (note: string) => void): Finding {
  const [isBusy, setBusy] = useState(false);
  const current = useRef<AbortController | null>(null);
  const end = (note: string) => {
    current.current = null;
    setBusy(false);
    say(note);
  };
  const stop = () => {
    if (!current.current) return;
    current.current.abort();
    end('Search stopped.');
  };
  const search = async (from: From, goal: Goal) => {
    stop();
    const own = new AbortController();
    current.current = own;
    setBusy(true);
    say('Searching…');
    try {
      const found = await ask({ ask: 'find', ...from, loop: null, goal }, own.signal);
      if (current.current !== own) return null;
      end(found.text);
      return found;
    } catch (error) {
      if (current.current === own) end(messageOf(error));
      return null;
    }
  };
  return { isBusy, search, stop };
}
