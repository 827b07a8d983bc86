import { showValue } from '../../engine/report/show.ts';
import type { Look } from '../look.ts';
import { Value } from './value.tsx';

interface Props {
  readonly look: Look;
  readonly step: number;
}

/** One card for each id that the model shows. */
export function Cards({ look, step }: Props) {
  const { cards, protocol } = look.walk;
  if (cards.length === 0) return null;
  return (
    <section class="cards" aria-label="Cards">
      {cards.map(({ ids }, i) => {
        const title = Object.values(ids).join(', ') || protocol;
        return <OneCard key={title} look={look} step={step} index={i} title={title} />;
      })}
    </section>
  );
}

interface CardProps extends Props {
  readonly index: number;
  readonly title: string;
}

function OneCard({ look, step, index, title }: CardProps) {
  const { rows, was } = look.card(index, step);
  const { finding, cards } = look.walk;
  const ids = cards[index]?.ids ?? {};
  const isBroken =
    finding !== null &&
    step === finding.step &&
    finding.kind !== 'reachable' &&
    Object.entries(ids).every(([name, id]) => finding.ids[name] === id) &&
    Object.keys(ids).length > 0;
  return (
    <article class={isBroken ? 'card broken' : 'card'}>
      <h3>{title}</h3>
      {isBroken && <Broken look={look} />}
      <dl>
        {Object.entries(rows).map(([name, value]) => {
          const isChanged = Object.hasOwn(was, name);
          return (
            <div class={isChanged ? 'row delta' : 'row'} key={name}>
              <dt>
                {isChanged && <Delta />}
                {name}
              </dt>
              <dd>
                <Value value={value} />
                {isChanged && <Was value={was[name]} />}
              </dd>
            </div>
          );
        })}
      </dl>
    </article>
  );
}

/** The mark of what a step changed; said, too. */
export const Delta = () => (
  <>
    <span class="mark" aria-hidden="true">
      Δ
    </span>
    <span class="hidden">changed: </span>
  </>
);

/** What a value was before; only as far as it is short, since the step before shows it. */
function Was({ value }: { readonly value: unknown }) {
  const isTree = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isTree || value === undefined) return null;
  return <span class="was">was {showValue(value)}</span>;
}

/** The conjunct that is broken, with what it read of its view. */
function Broken({ look }: { readonly look: Look }) {
  const { finding } = look.walk;
  if (!finding) return null;
  const { property, conjunct, view } = finding;
  return (
    <p class="verdict" id="broken-conjunct">
      <span aria-hidden="true">⚠ </span>
      <b>{conjunct === null ? property : `${property} / ${conjunct}`}</b> is broken here
      {view.length > 0 && ': '}
      {view.map(({ path, value }, i) => (
        <span key={path}>
          {i > 0 && ' and '}
          <code>
            {path} = {showValue(value)}
          </code>
        </span>
      ))}
    </p>
  );
}
