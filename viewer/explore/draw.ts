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
  readonly edges: readonly { readonly path: string; readonly edge: GraphEdge }[];
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
  const first = new Map<string, GraphEdge>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    const key = `${edge.from} ${edge.to}`;
    if (!first.has(key)) graph.setEdge(String(edge.from), String(edge.to));
    const known = first.get(key);
    first.set(key, known ? { ...known, name: `${known.name}, ${edge.name}` } : edge);
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: nodes.map((node, id) => {
      const box = graph.node(String(id)) as Omit<DrawnNode, 'id' | 'node' | 'lines'>;
      return { ...box, id, node, lines: lines[id] ?? [] };
    }),
    edges: [...first.values()].map((edge) => {
      const found = graph.edge(String(edge.from), String(edge.to)) as {
        points: readonly { x: number; y: number }[];
      };
      const points = found.points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
      return { edge, path: `M${points.join('L')}` };
    }),
  };
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
