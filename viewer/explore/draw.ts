import { Graph, layout } from '@dagrejs/dagre';
import type { GraphData, GraphEdge, GraphNode, NamedStep } from '../../traces/viewer/ask.ts';

const LINE = 15;
const CHAR = 6.7;
/** Longest text on a node or an edge. */
const WIDEST = 34;

export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

export interface DrawnEdge {
  readonly edge: GraphEdge;
  /** It leads to a state that is no farther from the beginning. */
  readonly isBack: boolean;
  readonly path: string;
}

export interface DrawnNode {
  readonly id: number;
  readonly node: GraphNode;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const cut = (text: string): string =>
  text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 1)}…`;

/** A graph of states laid out from top to bottom; several steps between two are one line. */
export function drawn({ nodes, edges }: GraphData): Drawn {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 34, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const lines = nodes.map(({ label }, id) => [`${id}`, ...label.split('\n').map(cut)]);
  for (const [id, own] of lines.entries()) {
    const width = Math.max(...own.map((line) => line.length)) * CHAR + 18;
    graph.setNode(String(id), { width, height: own.length * LINE + 12 });
  }
  const all = merged(edges);
  // Only what leads on orders the states; what leads back is drawn around them.
  const leadsOn = ({ from, to }: GraphEdge) => (nodes[to]?.depth ?? 0) > (nodes[from]?.depth ?? 0);
  for (const edge of all.filter(leadsOn)) graph.setEdge(String(edge.from), String(edge.to));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxes = nodes.map((node, id) => {
    const box = graph.node(String(id)) as Omit<DrawnNode, 'id' | 'node' | 'lines'>;
    return { ...box, id, node, lines: lines[id] ?? [] };
  });
  return {
    width,
    height,
    nodes: boxes,
    edges: all.map((edge) => {
      if (!leadsOn(edge)) return { edge, isBack: true, path: back(boxes, edge) };
      const found = graph.edge(String(edge.from), String(edge.to)) as {
        points: readonly { x: number; y: number }[];
      };
      const points = found.points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
      return { edge, isBack: false, path: `M${points.join('L')}` };
    }),
  };
}

/** One edge for all steps between two states; a step that changes nothing is none. */
function merged(edges: readonly GraphEdge[]): GraphEdge[] {
  const found = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const known = found.get(key);
    if (edge.from !== edge.to)
      found.set(key, known ? { ...known, name: `${known.name}, ${edge.name}` } : edge);
  }
  return [...found.values()];
}

/** A bow from the right side of a state to the right side of an earlier one. */
function back(boxes: readonly DrawnNode[], { from, to }: GraphEdge): string {
  const [a, b] = [boxes[from], boxes[to]];
  if (!a || !b) return '';
  const [x, z] = [a.x + a.width / 2, b.x + b.width / 2];
  const far = Math.max(x, z) + 18 + Math.abs(a.y - b.y) * 0.08;
  return `M${[x, a.y]}C${[far, a.y]} ${[far, b.y]} ${[z, b.y]}`;
}

/** The steps from the beginning to a state, as the search found it. */
export function wayIn(nodes: readonly GraphNode[], id: number): NamedStep[] {
  const from = nodes[id]?.from;
  return from ? [...wayIn(nodes, from.node), from.step] : [];
}

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A graph of states for Graphviz. */
export function toDot({ nodes, edges }: GraphData, name: string): string {
  return `${[
    `digraph ${quoted(name)} {`,
    '  node [shape=box, fontname="monospace", fontsize=10];',
    '  edge [fontname="monospace", fontsize=9];',
    ...nodes.map(({ label, breaks, isEnd, sameAs }, id) => {
      const text = [`${id}${sameAs === id ? '' : ` ~ ${sameAs}`}`, label, ...breaks.map(broken)];
      const look = breaks.length > 0 ? ', color=red, penwidth=2' : isEnd ? ', peripheries=2' : '';
      return `  s${id} [label=${quoted(text.join('\n')).replaceAll('\n', '\\n')}${look}];`;
    }),
    ...edges.map(({ from, to, name: step }) => `  s${from} -> s${to} [label=${quoted(step)}];`),
    '}',
  ].join('\n')}\n`;
}

const broken = (property: string): string => `breaks ${property}`;
