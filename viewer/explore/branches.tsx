import { type Stretch, stretches, type Tree, wayTo } from './tree.ts';

interface Props {
  readonly tree: Tree;
  readonly goTo: (place: number) => void;
}

/** Walks that parted, as a tree of their forks. */
export function Branches({ tree, goTo }: Props) {
  const whole = stretches(tree);
  if (whole.forks.length === 0) return null;
  return (
    <section class="branches" aria-label="Branches">
      <h3>Branches</h3>
      <ul>
        <Branch stretch={whole} tree={tree} goTo={goTo} here={new Set(wayTo(tree, tree.at))} />
      </ul>
    </section>
  );
}

interface BranchProps extends Props {
  readonly stretch: Stretch;
  readonly here: ReadonlySet<number>;
}

function Branch({ stretch, tree, goTo, here }: BranchProps) {
  const { places, forks } = stretch;
  const [first = 0] = places;
  const end = places.at(-1) ?? first;
  const { action = 'the beginning', params = {} } = tree.places[first]?.step ?? {};
  const values = Object.values(params).join(', ');
  const more = places.length - 1;
  return (
    <li>
      <button
        type="button"
        class="link"
        aria-current={here.has(first) ? 'true' : undefined}
        onClick={() => goTo(end)}
      >
        {here.has(first) && <span aria-hidden="true">● </span>}
        {action}
        {values !== '' && `(${values})`}
        {more > 0 && ` and ${more} more`}
      </button>
      {forks.length > 0 && (
        <ul>
          {forks.map((fork) => (
            <Branch key={fork.places[0]} stretch={fork} tree={tree} goTo={goTo} here={here} />
          ))}
        </ul>
      )}
    </li>
  );
}
