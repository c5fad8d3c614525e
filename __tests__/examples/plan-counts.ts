import type { Cast, ChangeName } from './planned-changes';

/** What a plan does, in Terraform's words; what it does not do is left out. */
export type Counts = Readonly<Partial<Record<Action, number>>>;
export const ACTIONS = ['add', 'change', 'replace', 'destroy', 'forget', 'import'] as const;
export type Action = (typeof ACTIONS)[number];

/** What each stack plans for a change. */
export interface PlanCounts {
  readonly bootstrap: Counts;
  readonly foundation: Counts;
  /** Of the stack of the Region that the change is about. @default - it has none */
  readonly own?: Counts;
  /** Of the stack of the Region that wrote before, where the writer moves. @default - as the others */
  readonly former?: Counts;
  /** Of each other Region's stack. */
  readonly others: Counts;
  readonly global: Counts;
}

export interface ExamplePlans extends Cast {
  readonly counts: Readonly<Partial<Record<ChangeName, PlanCounts>>>;
}

/** The plans of the examples with a front door. Their pages show them; the lab's tests apply them. */
export const EXAMPLE_PLANS = {
  'active-active-api': {
    joining: 'sa-east-1',
    lost: 'ap-southeast-2',
    nextWriter: 'us-east-1',
    counts: {
      reorder: { bootstrap: {}, foundation: {}, others: {}, global: {} },
      'move-writer': { bootstrap: {}, foundation: {}, own: {}, others: {}, global: {} },
      evacuate: {
        bootstrap: { change: 2, forget: 10 },
        foundation: { forget: 16 },
        others: {},
        global: { change: 2, destroy: 4 },
      },
      return: {
        bootstrap: { import: 10 },
        foundation: { add: 1, import: 15 },
        own: {},
        others: {},
        global: { add: 4, change: 2 },
      },
      resume: { bootstrap: { change: 2 }, foundation: {}, own: {}, others: {}, global: {} },
      join: {
        bootstrap: { add: 10, change: 3 },
        foundation: { add: 17, change: 1 },
        own: { add: 58 },
        others: {},
        global: { add: 4, change: 2 },
      },
      release: {
        bootstrap: { change: 5, destroy: 1 },
        foundation: { add: 1, change: 2 },
        own: { destroy: 58 },
        others: {},
        global: { change: 2, destroy: 4 },
      },
      destroy: { bootstrap: { destroy: 9 }, foundation: { change: 1, destroy: 17 }, others: {}, global: {} },
      strike: { bootstrap: {}, foundation: { destroy: 1 }, others: {}, global: {} },
    },
  },
  'active-passive-web': {
    joining: 'sa-east-1',
    lost: 'us-west-2',
    nextWriter: 'us-west-2',
    counts: {
      reorder: { bootstrap: {}, foundation: {}, others: {}, global: {} },
      'move-writer': {
        bootstrap: {},
        foundation: {},
        own: { change: 1 },
        former: { change: 1 },
        others: {},
        global: { change: 3 },
      },
      evacuate: {
        bootstrap: { change: 2, forget: 10 },
        foundation: { forget: 28 },
        others: { change: 1 },
        global: { change: 4, destroy: 6 },
      },
      return: {
        bootstrap: { import: 10 },
        foundation: { add: 1, import: 27 },
        own: {},
        others: {},
        global: { add: 6, change: 2 },
      },
      resume: { bootstrap: { change: 2 }, foundation: {}, own: {}, others: { change: 1 }, global: { change: 2 } },
      join: {
        bootstrap: { add: 10, change: 3 },
        foundation: { add: 31, change: 2 },
        own: { add: 85 },
        others: { change: 1 },
        global: { add: 6, change: 4 },
      },
      'lift-protection': { bootstrap: {}, foundation: {}, own: { change: 1 }, others: { change: 1 }, global: {} },
      release: {
        bootstrap: { change: 5, destroy: 1 },
        foundation: { add: 1, change: 5 },
        own: { destroy: 85 },
        others: { change: 1 },
        global: { change: 4, destroy: 6 },
      },
      destroy: { bootstrap: { destroy: 9 }, foundation: { change: 2, destroy: 31 }, others: {}, global: {} },
      strike: { bootstrap: {}, foundation: { destroy: 1 }, others: {}, global: {} },
    },
  },
  accelerated: {
    joining: 'sa-east-1',
    lost: 'ap-southeast-1',
    nextWriter: 'us-east-1',
    counts: {
      reorder: { bootstrap: {}, foundation: {}, others: {}, global: {} },
      'move-writer': { bootstrap: {}, foundation: {}, own: {}, others: {}, global: {} },
      evacuate: {
        bootstrap: { change: 2, forget: 10 },
        foundation: { forget: 26 },
        others: {},
        global: { change: 2, destroy: 6, forget: 13 },
      },
      return: {
        bootstrap: { import: 10 },
        foundation: { add: 1, import: 25 },
        own: {},
        others: {},
        global: { add: 6, change: 2, import: 13 },
      },
      resume: { bootstrap: { change: 2 }, foundation: {}, own: {}, others: {}, global: {} },
      join: {
        bootstrap: { add: 10, change: 3 },
        foundation: { add: 28, change: 2 },
        own: { add: 84 },
        others: {},
        global: { add: 25, change: 2 },
      },
      'lift-protection': { bootstrap: {}, foundation: {}, own: { change: 1 }, others: { change: 1 }, global: {} },
      release: {
        bootstrap: { change: 5, destroy: 1 },
        foundation: { add: 1, change: 4 },
        own: { destroy: 84 },
        others: {},
        global: { change: 2, destroy: 25 },
      },
      destroy: { bootstrap: { destroy: 9 }, foundation: { change: 2, destroy: 28 }, others: {}, global: {} },
      strike: { bootstrap: {}, foundation: { destroy: 1 }, others: {}, global: {} },
    },
  },
} satisfies Readonly<Record<string, ExamplePlans>>;
