interface Props {
  readonly hasCards: boolean;
  readonly hasFilter: boolean;
}

/** What the signs mean, at one glance. */
export const Legend = ({ hasCards, hasFilter }: Props) => (
  <details class="legend" open>
    <summary>How to read this</summary>
    <ul>
      <li>
        <b class="mark">Δ</b> this step changed it
      </li>
      <li>
        <b class="mark bad">⚠</b> broken here, or read by what is broken
      </li>
      <li>
        <b class="mark">◆</b> a step that decides it
      </li>
      {hasCards && (
        <li>
          <span class="switch on">✓ who</span> can, <span class="switch">✗ who</span> cannot
        </li>
      )}
      {hasCards && (
        <li>
          <span class="group">as what</span> <span class="chip">who</span> holds it
        </li>
      )}
      <li>
        keys: <kbd>←</kbd> <kbd>→</kbd> step, <kbd>v</kbd> violation, <kbd>d</kbd> whole state
        {hasFilter && (
          <>
            , <kbd>/</kbd> filter
          </>
        )}
      </li>
    </ul>
  </details>
);
