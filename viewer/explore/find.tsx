import { useState } from 'preact/hooks';
import type { Goal, Opened } from '../../traces/viewer/ask.ts';

interface Props {
  readonly opened: Opened;
  readonly isBusy: boolean;
  readonly find: (goal: Goal) => void;
  readonly stop: () => void;
}

/** The shortest way from here to a property that is broken, a goal, or a predicate. */
export function Find({ opened, isBusy, find, stop }: Props) {
  const [what, setWhat] = useState('');
  const [text, setText] = useState('');
  const goals = opened.properties.filter(({ kind }) => kind === 'reachable');
  const rest = opened.properties.filter(({ kind }) => kind !== 'reachable');
  const search = (event: Event) => {
    event.preventDefault();
    if (what !== '') find({ kind: 'property', name: what });
    else if (text.trim() !== '') find({ kind: 'when', text });
  };
  const stopped = (event: Event) => {
    // By the time that the click is acted on, this is the button that searches.
    event.preventDefault();
    stop();
  };
  return (
    <form class="find" onSubmit={search}>
      <label>
        Shortest way from here to{' '}
        <select value={what} onChange={({ currentTarget }) => setWhat(currentTarget.value)}>
          <option value="">a state where …</option>
          <optgroup label="broken">
            {rest.map(({ name }) => (
              <option key={name} value={name}>
                {name} broken
              </option>
            ))}
          </optgroup>
          <optgroup label="goals">
            {goals.map(({ name }) => (
              <option key={name} value={name}>
                {name} reached
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      {what === '' && (
        <input
          type="text"
          value={text}
          spellcheck={false}
          aria-label="Predicate"
          placeholder="a.b.c == 2 && has(list, x)"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      )}
      {isBusy ? (
        <button type="button" onClick={stopped}>
          Stop searching
        </button>
      ) : (
        <button type="submit" disabled={what === '' && text.trim() === ''}>
          Find
        </button>
      )}
    </form>
  );
}
