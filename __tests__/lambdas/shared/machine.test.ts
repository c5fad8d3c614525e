import fc from 'fast-check';
import {
  apply,
  type Decision,
  decide,
  describeMove,
  legalMoves,
  type MoveRequest,
  opened,
} from '../../../lambdas/shared/machine';
import { initialRecord, type Pattern, type RoutingLayout, type StateRecord } from '../../../lambdas/shared/record';
import { ACTIVE, FENCED, IN_EUROPE, LAYOUT, recordWith } from './records';

/** A decision in short: the steps with their writers, or why not. */
const inShort = (decision: Decision): string => {
  if (decision.kind === 'steps')
    return decision.steps.map(({ kind, to }) => `${kind} ${to.state}(${to.writers.join()})`).join(' > ');
  return decision.kind;
};

const T1 = 'fence fenced()';
const AM_PRIMARY = 'open active(us-east-1)';
const TO_EUROPE = 'open failover(eu-west-1)';
const TO_ASIA = 'open failover(ap-southeast-2)';

describe('one writer: every state and request', () => {
  test.each<[string, StateRecord, MoveRequest, string]>([
    ['active', ACTIVE, { state: 'active' }, 'unchanged'],
    ['active', ACTIVE, { state: 'active', target: 'us-east-1' }, 'unchanged'],
    ['active', ACTIVE, { state: 'active', target: 'eu-west-1' }, 'illegal'],
    ['active', ACTIVE, { state: 'fenced' }, T1],
    ['active', ACTIVE, { state: 'fenced', target: 'eu-west-1' }, 'illegal'],
    ['active', ACTIVE, { state: 'failover' }, 'bad-target'],
    ['active', ACTIVE, { state: 'failover', target: 'us-east-1' }, 'illegal'],
    ['active', ACTIVE, { state: 'failover', target: 'eu-west-1' }, `${T1} > ${TO_EUROPE}`],
    ['active', ACTIVE, { state: 'failover', target: 'sa-east-1' }, 'bad-target'],
    ['active', ACTIVE, { state: 'failover', without: 'us-east-1' }, 'illegal'],
    ['fenced', FENCED, { state: 'active' }, AM_PRIMARY],
    ['fenced', FENCED, { state: 'active', target: 'us-east-1' }, AM_PRIMARY],
    ['fenced', FENCED, { state: 'active', target: 'eu-west-1' }, 'illegal'],
    ['fenced', FENCED, { state: 'fenced' }, 'unchanged'],
    ['fenced', FENCED, { state: 'failover' }, 'bad-target'],
    ['fenced', FENCED, { state: 'failover', target: 'us-east-1' }, 'illegal'],
    ['fenced', FENCED, { state: 'failover', target: 'eu-west-1' }, TO_EUROPE],
    ['fenced', FENCED, { state: 'failover', target: 'ap-southeast-2' }, TO_ASIA],
    ['failover', IN_EUROPE, { state: 'active' }, `${T1} > ${AM_PRIMARY}`],
    ['failover', IN_EUROPE, { state: 'active', target: 'us-east-1' }, `${T1} > ${AM_PRIMARY}`],
    ['failover', IN_EUROPE, { state: 'active', target: 'eu-west-1' }, 'promote active(eu-west-1)'],
    ['failover', IN_EUROPE, { state: 'active', target: 'ap-southeast-2' }, 'illegal'],
    ['failover', IN_EUROPE, { state: 'fenced' }, T1],
    ['failover', IN_EUROPE, { state: 'failover' }, 'bad-target'],
    ['failover', IN_EUROPE, { state: 'failover', target: 'us-east-1' }, 'illegal'],
    ['failover', IN_EUROPE, { state: 'failover', target: 'eu-west-1' }, 'unchanged'],
    ['failover', IN_EUROPE, { state: 'failover', target: 'ap-southeast-2' }, `${T1} > ${TO_ASIA}`],
  ])('%s, case %#', (_state, record, request, expected) =>
    expect(inShort(decide(record, request, LAYOUT))).toBe(expected),
  );
});

test('with two Regions there is no choice, so none has to be named', () =>
  expect(inShort(decide(ACTIVE, { state: 'failover' }, { ...LAYOUT, regions: ['eu-west-1', 'us-east-1'] }))).toBe(
    `${T1} > ${TO_EUROPE}`,
  ));

test('a refusal names what is legal, each once', () =>
  expect(legalMoves(IN_EUROPE, LAYOUT).map(describeMove)).toEqual([
    'fenced',
    'active',
    'active in eu-west-1',
    'failover to ap-southeast-2',
  ]));

test('a zone of one Region can be active or fenced, and nothing else', () => {
  const layout: RoutingLayout = { pattern: 'data-residency', regions: ['eu-west-1'], primary: 'eu-west-1' };
  const record = initialRecord(layout);
  expect(legalMoves(record, layout)).toEqual([{ state: 'fenced' }]);
  expect(decide(record, { state: 'failover' }, layout)).toMatchObject({
    kind: 'illegal',
    reason: 'eu-west-1 is the only Region: none to move to.',
  });
  expect(decide(record, { state: 'failover', target: 'us-east-1' }, layout)).toEqual({
    kind: 'bad-target',
    target: 'us-east-1',
    allowed: ['eu-west-1'],
  });
});

describe('many writers', () => {
  const layout: RoutingLayout = { ...LAYOUT, pattern: 'active-active' };
  const all = initialRecord(layout);
  const two = recordWith({ state: 'failover', writers: ['ap-southeast-2', 'us-east-1'], serving: 'us-east-1' });
  const every = 'active(ap-southeast-2,eu-west-1,us-east-1)';

  test.each<[StateRecord, MoveRequest, string]>([
    [all, { state: 'active' }, 'unchanged'],
    [all, { state: 'active', target: 'eu-west-1' }, `writers ${every}`],
    [all, { state: 'fenced' }, T1],
    [all, { state: 'failover' }, 'bad-target'],
    [all, { state: 'failover', without: 'eu-west-1' }, 'writers failover(ap-southeast-2,us-east-1)'],
    [all, { state: 'failover', target: 'eu-west-1' }, 'writers failover(eu-west-1)'],
    [all, { state: 'failover', target: 'us-east-1' }, 'writers failover(us-east-1)'],
    [all, { state: 'failover', target: 'us-east-1', without: 'eu-west-1' }, 'illegal'],
    [all, { state: 'active', without: 'eu-west-1' }, 'illegal'],
    [two, { state: 'failover', without: 'eu-west-1' }, 'unchanged'],
    [two, { state: 'failover', without: 'us-east-1' }, 'writers failover(ap-southeast-2)'],
    [two, { state: 'active' }, `writers ${every}`],
    [IN_EUROPE, { state: 'failover', without: 'eu-west-1' }, 'illegal'],
    [FENCED, { state: 'active' }, `open ${every}`],
    [FENCED, { state: 'failover', without: 'us-east-1' }, 'open failover(ap-southeast-2,eu-west-1)'],
  ])('%#', (record, request, expected) => expect(inShort(decide(record, request, layout))).toBe(expected));

  test('reads move away from a Region that is taken out', () =>
    expect(decide(all, { state: 'failover', without: 'us-east-1' }, layout)).toMatchObject({
      steps: [{ to: { serving: 'ap-southeast-2', primary: 'us-east-1' } }],
    }));
});

describe('the record after a step', () => {
  const proposal = { tid: 'mine', at: 9, by: 'eu-west-1', confirmed: ['us-east-1'], waitedMs: 5, tookMs: 7 };
  const [fence, open] = (() => {
    const decision = decide(ACTIVE, { state: 'failover', target: 'eu-west-1' }, LAYOUT);
    if (decision.kind !== 'steps') throw new Error(inShort(decision));
    return decision.steps;
  })();

  test('fenced: who wrote may still hold a lease', () =>
    expect(apply(ACTIVE, fence, proposal)).toEqual({
      epoch: 5,
      state: 'fenced',
      writers: [],
      serving: 'us-east-1',
      primary: 'us-east-1',
      drain: [{ region: 'us-east-1', sinceMs: 9 }],
      tid: 'mine',
      at: 9,
      by: 'eu-west-1',
      change: {
        from: { epoch: 4, state: 'active', writers: ['us-east-1'] },
        confirmed: ['us-east-1'],
        waitedMs: 5,
        tookMs: 7,
      },
    }));

  test('opened: nobody does any more', () => {
    if (open === undefined) throw new Error('no second step');
    expect(apply(apply(ACTIVE, fence, proposal), open, proposal)).toMatchObject({
      epoch: 6,
      state: 'failover',
      writers: ['eu-west-1'],
      serving: 'eu-west-1',
      drain: [],
    });
    expect(opened(ACTIVE, [fence, open])).toEqual(['eu-west-1']);
  });
});

describe('laws, from any record that requests can lead to', () => {
  const regions = ['a', 'b', 'c', 'd'];
  const request = fc.record(
    {
      state: fc.constantFrom('active' as const, 'fenced' as const, 'failover' as const),
      target: fc.constantFrom(...regions, 'elsewhere'),
      without: fc.constantFrom(...regions),
    },
    { requiredKeys: ['state'] },
  );
  const history = fc.record({
    pattern: fc.constantFrom<Pattern>('active-passive', 'active-active', 'data-residency'),
    count: fc.integer({ min: 1, max: 4 }),
    requests: fc.array(request, { maxLength: 12 }),
  });

  type Walk = typeof history extends fc.Arbitrary<infer T> ? T : never;
  const walk = (
    { pattern, count, requests }: Walk,
    visit: (record: StateRecord, next: StateRecord, waits: boolean) => void,
  ) => {
    const layout: RoutingLayout = { pattern, regions: regions.slice(0, count), primary: 'a' };
    let record = initialRecord(layout);
    for (const entry of requests) {
      const decision = decide(record, entry, layout);
      if (decision.kind !== 'steps') continue;
      for (const step of decision.steps) {
        const next = apply(record, step, { tid: 't', at: 0, by: 'a', confirmed: [], waitedMs: 0, tookMs: 0 });
        visit(record, next, step.waits);
        record = next;
      }
    }
  };

  test('epochs have no gap, and the state says who writes', () =>
    fc.assert(
      fc.property(history, (steps) =>
        walk(steps, (record, next) => {
          expect(next.epoch).toBe(record.epoch + 1);
          expect(next.state === 'fenced').toBe(next.writers.length === 0);
          if (steps.pattern === 'active-active') return;
          expect(next.writers.length).toBeLessThanOrEqual(1);
          if (next.state === 'active') expect(next.writers).toEqual([next.primary]);
          if (next.state === 'failover') expect(next.writers).not.toContain(next.primary);
        }),
      ),
    ));

  test('a single writer is never followed by another without "fenced" between them, and a wait', () =>
    fc.assert(
      fc.property(history, (steps) => {
        if (steps.pattern === 'active-active') return;
        walk(steps, (record, next, waits) => {
          if (next.writers.length === 0)
            expect(next.drain.map(({ region }) => region)).toEqual(expect.arrayContaining([...record.writers]));
          else if (next.writers[0] !== record.writers[0]) expect([record.state, waits]).toEqual(['fenced', true]);
        });
      }),
    ));

  test('nobody who stopped writing is forgotten before a wait', () =>
    fc.assert(
      fc.property(history, (steps) =>
        walk(steps, (record, next, waits) => {
          const draining = new Set(next.drain.map(({ region }) => region));
          for (const { region } of record.drain)
            if (!waits && !next.writers.includes(region)) expect(draining).toContain(region);
          for (const region of record.writers) if (!next.writers.includes(region)) expect(draining).toContain(region);
        }),
      ),
    ));

  test('every legal request changes something, and no other does', () =>
    fc.assert(
      fc.property(history, request, (steps, asked) => {
        const layout: RoutingLayout = { pattern: steps.pattern, regions: regions.slice(0, steps.count), primary: 'a' };
        let last = initialRecord(layout);
        walk(steps, (_record, next) => {
          last = next;
        });
        for (const legal of legalMoves(last, layout)) expect(decide(last, legal, layout).kind).toBe('steps');
        const decision = decide(last, asked, layout);
        if (decision.kind === 'illegal') expect(decision.legal).toEqual(legalMoves(last, layout));
      }),
    ));
});
