import { showValue } from '../../engine/report/show.ts';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const all = (value: unknown, is: (part: unknown) => boolean): value is Tree =>
  isTree(value) && Object.keys(value).length > 0 && Object.values(value).every(is);

/** Longest value in a cell. */
const WIDTH = 90;

/** A value by its kind: what is so and what not, groups, a list, or plain text. */
export function Value({ value }: { readonly value: unknown }) {
  if (value === null || value === undefined) return <span class="none">–</span>;
  if (all(value, (part) => typeof part === 'boolean')) return <Switches of={value} />;
  if (all(value, Array.isArray)) return <Groups of={value} />;
  if (Array.isArray(value)) return <Chips items={value} />;
  if (typeof value === 'boolean') return <span class="word">{value ? 'yes' : 'no'}</span>;
  return <span class="word">{showValue(value, WIDTH)}</span>;
}

function Switches({ of }: { readonly of: Tree }) {
  return (
    <ul class="switches">
      {Object.entries(of).map(([name, on]) => (
        <li key={name} class={on ? 'switch on' : 'switch'}>
          <span aria-hidden="true">{on ? '✓' : '✗'}</span> {name}
          <span class="hidden">{on ? ': yes' : ': no'}</span>
        </li>
      ))}
    </ul>
  );
}

function Groups({ of }: { readonly of: Tree }) {
  const groups = Object.entries(of).filter(([, items]) => (items as unknown[]).length > 0);
  if (groups.length === 0) return <span class="none">nobody</span>;
  return (
    <ul class="groups">
      {groups.map(([name, items]) => (
        <li key={name}>
          <span class="group">{name}</span> <Chips items={items as unknown[]} />
        </li>
      ))}
    </ul>
  );
}

function Chips({ items }: { readonly items: readonly unknown[] }) {
  if (items.length === 0) return <span class="none">none</span>;
  return (
    <span class="chips">
      {items.map((item, i) => (
        <span class="chip" key={i}>
          {showValue(item, WIDTH)}
        </span>
      ))}
    </span>
  );
}
