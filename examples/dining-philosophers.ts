/**
 * Dining philosophers as Chandy and Misra seat them: whoever holds a dirty fork cleans it and
 * hands it to the neighbour; one eats with two clean forks, and makes them dirty.
 *
 * Source: Chandy and Misra, "The drinking philosophers problem" (1984); Hemphill,
 * DiningPhilosophers/DiningPhilosophers.tla in the TLA+ Examples. Labels as in its algorithm.
 */
import { mutations, oneOf, protocol, table } from 'lastref';

type Seat = 'p1' | 'p2' | 'p3' | 'p4' | 'p5';

interface Philosopher {
  readonly at: 'Loop' | 'Eat' | 'Think';
  readonly hungry: boolean;
  /** The neighbours; never written. */
  readonly left: Seat;
  readonly right: Seat;
}

interface Table {
  /** A fork lies to the left of the seat it is named after. */
  readonly forks: Readonly<Record<Seat, { readonly holder: Seat; readonly clean: boolean }>>;
  readonly philosopher: Readonly<Record<Seat, Philosopher>>;
}

const { model, thread, each } = protocol<Table>();
const philosopher = oneOf('p1', 'p2', 'p3', 'p4', 'p5');
const onPhilosopher = thread('philosopher', philosopher);

const holds = (s: Table, who: Seat, fork: Seat, clean: boolean) =>
  s.forks[fork].holder === who && s.forks[fork].clean === clean;
const canEat = (s: Table, who: Seat) =>
  holds(s, who, who, true) && holds(s, who, s.philosopher[who].right, true);

const neighbour = (seats: readonly Seat[], seat: Seat, by: 1 | -1): Seat =>
  seats.at((seats.indexOf(seat) + by) % seats.length) ?? seat;

/** Hands over a dirty fork, if there is one, and goes on to eat or to think. */
const loop = (mayEat: typeof canEat) =>
  onPhilosopher('Loop', {
    then: (s, { philosopher: self, me: { left, right, hungry } }) => {
      const next = hungry ? (mayEat(s, self) ? 'Eat' : 'Loop') : 'Think';
      if (holds(s, self, self, false)) s.forks[self] = { holder: left, clean: true };
      else if (holds(s, self, right, false)) s.forks[right] = { holder: right, clean: true };
      return next;
    },
  });

export const diningPhilosophers = model({
  name: 'dining-philosophers',
  bounds: { philosophers: philosopher.count(3, { min: 2 }) },

  init: ({ philosophers }) => ({
    // A fork begins, dirty, with the lower number of the two beside it.
    forks: table(philosophers, (seat) => ({ holder: seat === 'p2' ? 'p1' : seat, clean: false })),
    philosopher: table(philosophers, (seat) => ({
      at: 'Loop',
      hungry: true,
      left: neighbour(philosophers.values, seat, -1),
      right: neighbour(philosophers.values, seat, 1),
    })),
  }),

  actions: {
    Loop: loop(canEat),
    Eat: onPhilosopher('Eat', {
      then: (s, { philosopher: self, me }) => {
        me.hungry = false;
        s.forks[self].clean = false;
        s.forks[me.right].clean = false;
        return 'Loop';
      },
    }),
    Think: onPhilosopher('Think', {
      then: (_, { me }) => {
        me.hungry = true;
        return 'Loop';
      },
    }),
  },

  always: {
    exclusiveAccess: each({ philosopher }, (s, { philosopher: self }) => {
      const { at, right } = s.philosopher[self];
      return at !== 'Eat' || s.philosopher[right].at !== 'Eat';
    }),
  },
  recoverable: {
    eatsAgain: each(
      { philosopher },
      (s, { philosopher }) => s.philosopher[philosopher].at === 'Eat',
    ),
  },
  reachable: {
    someoneThinks: (s) => Object.values(s.philosopher).some(({ at }) => at === 'Think'),
  },
});

export const diningPhilosophersMutations = mutations(diningPhilosophers, {
  'nobody looks at the forks': { breaks: 'exclusiveAccess', replace: { Loop: loop(() => true) } },
});
