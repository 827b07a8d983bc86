import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Look } from '../look.ts';
import type { Moment } from '../moments.ts';
import { type Lanes, lanesOf } from './lanes.ts';

/** Height of a step, as in the style sheet. */
const ROW = 30;
/** Rows made beyond those that are seen, either way. */
const SPARE = 12;
/** So many rows are scrolled by before others are made. */
const STRIDE = 6;

interface Props {
  readonly look: Look;
  /** The states that are listed: all, or those that a filter leaves. */
  readonly listed: readonly number[];
  readonly step: number;
  readonly moments: readonly Moment[];
  readonly go: (step: number) => void;
}

/** The steps with time downwards, a lane for each thread. Only rows that are seen exist. */
export function Timeline({ look, listed, step, moments, go }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(600);
  const lanes = lanesOf(look.walk);
  const isAll = listed.length === look.length + 1;
  const placeOf = (each: number) => (isAll ? each : listed.indexOf(each));
  const place = placeOf(step);
  useLayoutEffect(() => {
    const { current } = list;
    if (!current) return;
    const watch = new ResizeObserver(() => setHeight(current.clientHeight));
    watch.observe(current);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    const { current } = list;
    if (!current || place < 0) return;
    const [top, seen] = [place * ROW, current.clientHeight - ROW];
    if (top < current.scrollTop) current.scrollTop = Math.max(0, top - ROW * 2);
    else if (top > current.scrollTop + seen - ROW) current.scrollTop = top - seen + ROW * 2;
  }, [place]);
  const from = Math.max(0, first - SPARE);
  const rows = listed.slice(from, first + Math.ceil(height / ROW) + STRIDE + SPARE);
  const seen = place >= 0 && !rows.includes(step) ? [...rows, step] : rows;
  const row = { look, lanes, step, go, marked: new Set(moments.map((moment) => moment.step)) };
  return (
    <div class="timeline" ref={(element) => laidOut(element, lanes)}>
      <LaneHeads lanes={lanes} />
      <div
        class="steps"
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label="Steps"
        aria-activedescendant={place >= 0 ? `step-${step}` : undefined}
        onScroll={({ currentTarget }) =>
          setFirst(Math.floor(currentTarget.scrollTop / ROW / STRIDE) * STRIDE)
        }
      >
        <div class="room" ref={(element) => tall(element, listed.length * ROW)}>
          {seen.map((each) => (
            <Row key={each} {...row} at={each} place={placeOf(each)} of={listed.length} />
          ))}
        </div>
      </div>
      <End look={look} go={go} />
    </div>
  );
}

/** Set by script, since the policy of the document allows no style in its text. */
const tall = (element: HTMLElement | null, height: number) => {
  if (element) element.style.height = `${height}px`;
};

const laidOut = (element: HTMLElement | null, { columns, isNarrow }: Lanes) => {
  element?.style.setProperty('--lanes', columns);
  element?.classList.toggle('one-lane', isNarrow);
};

const LaneHeads = ({ lanes }: { readonly lanes: Lanes }) => (
  <div class="heads" aria-hidden="true">
    <span />
    <span />
    {lanes.isNarrow ? (
      <span class="head">step</span>
    ) : (
      lanes.names.map((name) => (
        <span class="head" key={name}>
          {name}
        </span>
      ))
    )}
    <span class="head changed">changed</span>
  </div>
);

interface RowProps extends Pick<Props, 'look' | 'step' | 'go'> {
  readonly lanes: Lanes;
  readonly marked: ReadonlySet<number>;
  readonly at: number;
  readonly place: number;
  readonly of: number;
}

function Row({ look, lanes, step, go, marked, at, place, of }: RowProps) {
  const { steps, loop, finding } = look.walk;
  const { name = 'initial state', thread = null, changes = [] } = steps[at - 1] ?? {};
  const lane = at === 0 ? -1 : lanes.isNarrow ? 0 : lanes.names.indexOf(thread ?? lanes.none);
  const isBroken = finding?.step === at && finding.kind !== 'reachable';
  const isMarked = marked.has(at);
  const inLoop = loop !== null && at > loop;
  const classes = [
    'step',
    at === step && 'here',
    isBroken && 'broken',
    inLoop && 'loop',
    inLoop && at === loop + 1 && 'first',
    inLoop && at === steps.length && 'last',
  ];
  return (
    // Keys are those of the whole document.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={`step-${at}`}
      role="option"
      tabIndex={-1}
      aria-selected={at === step}
      aria-setsize={of}
      aria-posinset={place + 1}
      class={classes.filter(Boolean).join(' ')}
      ref={(element) => {
        if (element) element.style.transform = `translateY(${place * ROW}px)`;
      }}
      onClick={() => go(at)}
    >
      <span class="number">{at}</span>
      <span class="gutter">
        <Sign isBroken={isBroken} isMarked={isMarked} />
        {inLoop && <span class="hidden">in the loop</span>}
      </span>
      {lanes.columnsOf.map((key, i) => (
        <span class={i === lane ? 'lane on' : 'lane'} key={key}>
          {i === lane && <b class="who">{thread ?? lanes.none} </b>}
          {i === lane && <span class="what">{name}</span>}
        </span>
      ))}
      <span class="changed" title={changes.join('\n')}>
        {at === 0 ? 'initial state' : changes.map(short).join(', ')}
      </span>
    </div>
  );
}

/** A change by the last key of its field: all of it is told beside. */
const short = (change: string): string => change.replace(/^[^ ]+\.(?=[^ .]+ )/, '');

function Sign({ isBroken, isMarked }: { readonly isBroken: boolean; readonly isMarked: boolean }) {
  if (!isBroken && !isMarked) return null;
  return (
    <>
      <span aria-hidden="true">{isBroken ? '⚠' : '◆'}</span>
      <span class="hidden">{isBroken ? 'broken here:' : 'a moment that matters:'}</span>
    </>
  );
}

/** Where a run that never ends goes on. */
function End({ look, go }: Pick<Props, 'look' | 'go'>) {
  const { loop } = look.walk;
  if (loop === null) return null;
  if (loop >= look.length) return <p class="forever">∞ and stays there for ever</p>;
  return (
    <button type="button" class="forever" onClick={() => go(loop + 1)}>
      ↻ back to state {loop}, and steps {loop + 1} to {look.length} over and over
    </button>
  );
}
