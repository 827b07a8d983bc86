import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { GraphData, NamedStep } from '../../traces/viewer/ask.ts';
import { ask, download, messageOf } from './client.ts';
import { type DrawnEdge, type DrawnNode, drawn, toDot, wayIn } from './draw.ts';

interface Props {
  readonly name: string;
  readonly mutation: string | null;
  readonly version: number;
  /** Looks at a state, by the shortest way to it. */
  readonly begin: (steps: readonly NamedStep[]) => void;
}

/** All states of a small model. */
export function StateGraph({ name, mutation, version, begin }: Props) {
  const [data, setData] = useState<GraphData | string>('Searching…');
  useEffect(() => {
    let isOver = false;
    const show = (found: GraphData | string) => {
      if (!isOver) setData(found);
    };
    ask({ ask: 'graph', mutation }).then(show, (error) => show(messageOf(error)));
    return () => {
      isOver = true;
    };
  }, [mutation, version]);
  if (typeof data === 'string') return <p role="status">{data}</p>;
  if (data.isCut) {
    return (
      <p role="status">
        There are more than {data.nodes.length} states: too many to look at. Smaller bounds may have
        fewer.
      </p>
    );
  }
  return <Picture data={data} name={name} begin={begin} />;
}

interface PictureProps extends Pick<Props, 'name' | 'begin'> {
  readonly data: GraphData;
}

function Picture({ data, name, begin }: PictureProps) {
  const picture = useMemo(() => drawn(data), [data]);
  const [isWhole, setWhole] = useState(true);
  const svg = useRef<SVGSVGElement>(null);
  const ends = data.nodes.filter(({ isEnd }) => isEnd).length;
  const classes = new Set(data.nodes.map(({ sameAs }) => sameAs)).size;
  const { width, height, nodes, edges } = picture;
  return (
    <section class="graph" aria-label="State graph">
      <p class="tools">
        {data.nodes.length} states, {data.edges.length} steps, {ends} dead ends
        {classes < data.nodes.length && `, ${classes} when ids that are alike are not told apart`}
        <button
          type="button"
          class="small"
          aria-pressed={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Full size' : 'Fit'}
        </button>
        <button type="button" class="small" onClick={() => save(svg.current, name)}>
          SVG
        </button>
        <button
          type="button"
          class="small"
          onClick={() => download(`${name}.dot`, toDot(data, name))}
        >
          DOT
        </button>
      </p>
      <ul class="note legend-of-graph">
        <li>dashed: back to an earlier state</li>
        <li>double frame: a dead end</li>
        <li>thick frame and ⚠: something is broken</li>
        <li>≅ n: differs from state n in interchangeable ids only</li>
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it */}
      <section class={isWhole ? 'canvas whole' : 'canvas'} tabIndex={0} aria-label="The drawing">
        <svg
          ref={svg}
          xmlns="http://www.w3.org/2000/svg"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          font-family="monospace"
          font-size="11"
        >
          <title>{`States of ${name}`}</title>
          <Lines edges={edges} />
          {nodes.map((each) => (
            <OneState key={each.id} drawn={each} go={() => begin(wayIn(data.nodes, each.id))} />
          ))}
        </svg>
      </section>
    </section>
  );
}

const Lines = ({ edges }: { readonly edges: readonly DrawnEdge[] }) => (
  <>
    <defs>
      <marker
        id="tip"
        viewBox="0 0 8 8"
        refX="8"
        refY="4"
        markerWidth="7"
        markerHeight="7"
        orient="auto"
      >
        <path d="M0 0L8 4L0 8z" fill="#777" />
      </marker>
    </defs>
    {edges.map(({ edge, isBack, path }) => (
      <path
        key={`${edge.from} ${edge.to}`}
        d={path}
        fill="none"
        stroke={isBack ? '#aaa' : '#666'}
        stroke-dasharray={isBack ? '4 3' : undefined}
        marker-end="url(#tip)"
      >
        <title>{edge.name}</title>
      </path>
    ))}
  </>
);

function OneState({ drawn: own, go }: { readonly drawn: DrawnNode; readonly go: () => void }) {
  const { id, node, lines, x, y, width, height } = own;
  const [left, top] = [x - width / 2, y - height / 2];
  const isBroken = node.breaks.length > 0;
  const sign = `${isBroken ? ' ⚠' : ''}${node.sameAs === id ? '' : ` ≅ ${node.sameAs}`}`;
  const [first = '', ...rest] = lines;
  const said = [`${first}${sign}`, ...rest, ...node.breaks.map((each) => `breaks ${each}`)];
  if (node.isEnd) said.push('a dead end');
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    // A space would scroll as well.
    event.preventDefault();
    go();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: there are no buttons inside a drawing
    <g
      class={isBroken ? 'state-node broken' : 'state-node'}
      role="button"
      tabIndex={0}
      onClick={go}
      onKeyDown={press}
    >
      <title>{said.join('\n')}</title>
      <rect
        x={left}
        y={top}
        width={width}
        height={height}
        rx={6}
        fill={isBroken ? '#fbe6e2' : '#fff'}
        stroke={isBroken ? '#a6231b' : '#777'}
        stroke-width={isBroken ? 3 : 1}
      />
      {node.isEnd && (
        <rect
          x={left + 3}
          y={top + 3}
          width={width - 6}
          height={height - 6}
          rx={4}
          fill="none"
          stroke="#777"
        />
      )}
      {lines.map((line, i) => (
        <text
          key={line}
          x={x}
          y={top + 17 + i * 15}
          text-anchor="middle"
          font-weight={i === 0 ? 700 : 400}
          fill="#1d1f24"
        >
          {i === 0 ? said[0] : line}
        </text>
      ))}
    </g>
  );
}

/** The drawing as it is, in a file of its own. */
function save(svg: SVGSVGElement | null, name: string): void {
  if (svg) download(`${name}.svg`, new XMLSerializer().serializeToString(svg));
}
