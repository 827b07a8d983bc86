import type { Ask, Saved } from '../../traces/viewer/ask.ts';
import { htmlOfWalks } from '../html-report.ts';
import type { Session } from './session.ts';

/** Answers a question; a report is put together here, where the viewer is built. */
export async function reportOf(ask: Ask, session: Session, gone?: AbortSignal): Promise<string> {
  const answer = await session.answer(ask, gone);
  if (ask.ask !== 'save' || ask.as !== 'report') return answer;
  const { name, text }: Saved = JSON.parse(answer);
  return JSON.stringify({ name, text: await htmlOfWalks([JSON.parse(text)]) });
}
