import { useRef, useState } from 'preact/hooks';
import type { Coverage, RunRow, ViewerData } from '../../traces/viewer/data.ts';
import { useKeys } from '../keys.ts';

interface Props {
  readonly data: ViewerData;
  readonly open: (walk: number) => void;
}

const NUMBER = new Intl.NumberFormat('en');
const number = (n: number | null): string => (n === null ? '' : NUMBER.format(n));

/** Many runs: a table of them, and how often each action ran. */
export function Overview({ data, open }: Props) {
  const [filter, setFilter] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => field.current?.focus() });
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const runs = data.runs.filter(({ protocol, mutation, found }) => {
    const text = `${protocol} ${mutation ?? ''} ${found}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const isSearch = data.runs.some(({ depth }) => depth !== null);
  const wrong = data.runs.filter(({ ok }) => !ok).length;
  return (
    <main class="overview">
      <header class="headline">
        <h1>{data.title}</h1>
        <p class={wrong > 0 ? 'verdict bad' : 'verdict'}>
          {data.runs.length} runs, {data.walks.length} traces
          {wrong > 0 ? `: ${wrong} not as expected` : ', all as expected'}
        </p>
      </header>
      <input
        type="search"
        ref={field}
        value={filter}
        placeholder="Filter runs: a protocol, a fault, a property    /"
        aria-label="Filter runs"
        onInput={({ currentTarget }) => setFilter(currentTarget.value)}
      />
      <div class="scroll">
        <table class="runs">
          <thead>
            <tr>
              <th scope="col">protocol</th>
              <th scope="col">fault</th>
              <th scope="col">found</th>
              <th scope="col" class="n">
                states
              </th>
              {isSearch && (
                <th scope="col" class="n">
                  steps
                </th>
              )}
              {isSearch && (
                <th scope="col" class="n">
                  depth
                </th>
              )}
              <th scope="col">trace</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run, i) => (
              <Run key={i} run={run} data={data} open={open} isSearch={isSearch} />
            ))}
          </tbody>
        </table>
      </div>
      <CoverageTables of={data.coverage} covers={data.covers} />
    </main>
  );
}

interface RunProps extends Props {
  readonly run: RunRow;
  readonly isSearch: boolean;
}

function Run({ run, data, open, isSearch }: RunProps) {
  const { protocol, mutation, found, expected, ok, walk } = run;
  const length = walk === null ? 0 : data.walks[walk]?.steps.length;
  return (
    <tr class={ok ? '' : 'broken'}>
      <td>
        <code>{protocol}</code>
      </td>
      <td>{mutation ?? '–'}</td>
      <td>
        {!ok && <b>✗ </b>}
        {found}
        {!ok && expected !== null && <small> expected: {expected}</small>}
      </td>
      <td class="n">{number(run.states)}</td>
      {isSearch && <td class="n">{number(run.steps)}</td>}
      {isSearch && <td class="n">{number(run.depth)}</td>}
      <td>
        {walk !== null && (
          <button type="button" class="link" onClick={() => open(walk)}>
            {length} steps
            <span class="hidden">
              {' '}
              of {protocol} {mutation}
            </span>
          </button>
        )}
      </td>
    </tr>
  );
}

interface CoverageProps {
  readonly of: readonly Coverage[];
  readonly covers: string;
}

function CoverageTables({ of, covers }: CoverageProps) {
  const protocols = [...new Set(of.map(({ protocol }) => protocol))];
  if (protocols.length === 0) return null;
  return (
    <section aria-label="Coverage">
      <h2>How often each action ran</h2>
      <p class="note">{covers}</p>
      {protocols.map((protocol) => {
        const own = of.filter((each) => each.protocol === protocol);
        const most = Math.max(1, ...own.map(({ fired }) => fired));
        const never = own.filter(({ fired }) => fired === 0).length;
        return (
          <details key={protocol} class="coverage">
            <summary>
              <code>{protocol}</code> {own.length} actions
              {never > 0 && <b class="bad">, {never} never ran</b>}
            </summary>
            <table>
              <thead>
                <tr>
                  <th scope="col">action</th>
                  <th scope="col" class="n">
                    ran
                  </th>
                  <th scope="col" class="n">
                    refused
                  </th>
                  <th scope="col">share</th>
                </tr>
              </thead>
              <tbody>
                {own.map(({ action, fired, refused }) => (
                  <tr key={action} class={fired === 0 ? 'broken' : ''}>
                    <th scope="row">{action}</th>
                    <td class="n">{fired === 0 ? '✗ never' : number(fired)}</td>
                    <td class="n">{number(refused)}</td>
                    <td>
                      <meter min={0} max={most} value={fired} aria-label={`runs of ${action}`} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        );
      })}
    </section>
  );
}
