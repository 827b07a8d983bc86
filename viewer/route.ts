import { useEffect, useRef, useState } from 'preact/hooks';

/** What is shown: a walk by its number, null for the overview, and a state of it. */
export interface Route {
  readonly walk: number | null;
  readonly step: number;
}

/**
 * Reads `#t=2&s=17`; what is no number in range is left out. One walk that is alone needs no `t`,
 * and is what is shown first: the overview then is `#all`.
 */
export function parseRoute(hash: string, lengths: readonly number[]): Route {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const only = lengths.length === 1 && !fields.has('all') ? 0 : null;
  const walk = number(fields.get('t'), lengths.length - 1) ?? only;
  const length = walk === null ? 0 : (lengths[walk] ?? 0);
  return { walk, step: number(fields.get('s'), length) ?? 0 };
}

function number(text: string | null, most: number): number | null {
  if (text === null || !/^\d{1,9}$/.test(text)) return null;
  return Number(text) <= most ? Number(text) : null;
}

export function showRoute({ walk, step }: Route, lengths: readonly number[]): string {
  if (walk === null) return lengths.length === 1 ? '#all' : '#';
  return lengths.length === 1 ? `#s=${step}` : `#t=${walk}&s=${step}`;
}

/** Where to go: a route, or one worked out from the latest, which a render may not have seen. */
export type Go = (next: Route | ((now: Route) => Route)) => void;

/** The route in the address, which a reader may share; a step is no entry of the history. */
export function useRoute(lengths: readonly number[]): [Route, Go] {
  const [route, setRoute] = useState(() => parseRoute(location.hash, lengths));
  // Keys come faster than renders.
  const latest = useRef(route);
  const set = (next: Route) => {
    latest.current = next;
    setRoute(next);
  };
  useEffect(() => {
    const read = () => set(parseRoute(location.hash, lengths));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  });
  const go: Go = (to) => {
    const now = latest.current;
    const next = typeof to === 'function' ? to(now) : to;
    const hash = showRoute(next, lengths);
    if (next.walk === now.walk) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    set(next);
  };
  return [route, go];
}
