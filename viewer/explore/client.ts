import type { Ask, FoundWay, GraphData, Opened, Saved, Walked } from '../../traces/viewer/ask.ts';

interface Answers {
  readonly open: Opened;
  readonly changed: { readonly version: number };
  readonly walk: Walked;
  readonly find: FoundWay;
  readonly graph: GraphData;
  readonly save: Saved;
}

const token = new URLSearchParams(location.search).get('token') ?? '';

const ENDED =
  'The explorer has ended. Start it again with lastref explore, and open the address it prints.';

/**
 * Asks the server that this document came from. @throws what it refuses, as a sentence
 * @param stop ends the question, and the work on it
 */
export async function ask<A extends Ask>(
  asked: A,
  stop: AbortSignal | null = null,
): Promise<Answers[A['ask']]> {
  const question = fetch('/ask', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    signal: stop,
  });
  const response = await question.catch(() => {
    throw new Error(ENDED);
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(String(answer.error));
  return answer;
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Hands a text to the reader as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
