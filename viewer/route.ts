import { useEffect, useState } from 'preact/hooks';

/** What is shown: a walk by its number, null for the overview, and a state of it. */
export interface Route {
  readonly walk: number | null;
  readonly step: number;
}

/** Reads `#t=2&s=17`. What is no number in range is left out. */
export function parseRoute(hash: string, lengths: readonly number[]): Route {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const only = lengths.length === 1 ? 0 : null;
  const walk = number(fields.get('t'), lengths.length - 1) ?? only;
  const length = walk === null ? 0 : (lengths[walk] ?? 0);
  return { walk, step: number(fields.get('s'), length) ?? 0 };
}

function number(text: string | null, most: number): number | null {
  if (text === null || !/^\d{1,9}$/.test(text)) return null;
  return Number(text) <= most ? Number(text) : null;
}

export function showRoute({ walk, step }: Route, lengths: readonly number[]): string {
  if (walk === null) return '#';
  return lengths.length === 1 ? `#s=${step}` : `#t=${walk}&s=${step}`;
}

/** The route in the address, which a reader may share; a step is no entry of the history. */
export function useRoute(lengths: readonly number[]): [Route, (route: Route) => void] {
  const [route, setRoute] = useState(() => parseRoute(location.hash, lengths));
  useEffect(() => {
    const read = () => setRoute(parseRoute(location.hash, lengths));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, [lengths]);
  const go = (next: Route) => {
    const hash = showRoute(next, lengths);
    if (next.walk === route.walk) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    setRoute(next);
  };
  return [route, go];
}
