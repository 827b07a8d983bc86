import { expect, test } from 'vitest';
import { oneOf } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { hunt } from './hunt.ts';

test('a thread that may end at any time is mostly let go on', () => {
  type Ticker = 'a';
  const ticker = oneOf('a');
  const { model, thread } = protocol<{
    readonly ticks: number;
    readonly ticker: Readonly<Record<Ticker, 'on' | 'off'>>;
  }>();
  const onTicker = thread('ticker', ticker, { rests: ['off'] });
  const end = () => onTicker('on', { then: () => 'off' });
  const longTicking = model({
    name: 'long-ticking',
    bounds: {},
    init: () => ({ ticks: 0, ticker: { a: 'on' } }),
    actions: {
      tick: onTicker('on', {
        when: (s) => s.ticks < 20,
        then: (s) => {
          s.ticks += 1;
          return 'on';
        },
      }),
      // Too many for a run that happens to leave them all out.
      end0: end(),
      end1: end(),
      end2: end(),
      end3: end(),
      end4: end(),
      end5: end(),
      end6: end(),
      end7: end(),
    },
    always: { ends: (s) => s.ticks < 20 },
  });
  const { found } = hunt(longTicking, { runs: 20 });
  expect(found?.steps).toHaveLength(20);
});
