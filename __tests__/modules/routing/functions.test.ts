import { FUNCTION_NAMES, functionFacts } from '../../../modules/routing/functions';

const facts = (lease = 6) => Object.fromEntries(FUNCTION_NAMES.map((name) => [name, functionFacts(name, lease)]));

test('each has the time that it may take, and no more', () =>
  expect(Object.entries(facts()).map(([name, { timeoutSeconds }]) => [name, timeoutSeconds])).toEqual([
    ['authorizer', 3],
    ['cognito-triggers', 5],
    ['control-api', 60],
    ['health', 3],
    ['photos-api', 6],
    ['profile-apply', 280],
    ['reconcile', 900],
    ['state-updater', 60],
  ]));

test('what moves the writer outlives the longest lease, by a clock 2 % slow, and the calls around it', () => {
  for (const lease of [5, 6, 30, 60])
    for (const name of ['state-updater', 'control-api'] as const)
      expect(functionFacts(name, lease).timeoutSeconds).toBeGreaterThanOrEqual(lease * 1.02 + 15);
});

test('the control functions have calls kept free for them, and leave an account of 1,000 the 100 that it must keep', () => {
  const reserved = Object.entries(facts()).flatMap(([name, { reservedConcurrency }]) =>
    reservedConcurrency === undefined ? [] : [[name, reservedConcurrency]],
  );
  expect(reserved).toEqual([
    ['control-api', 10],
    ['health', 20],
    ['state-updater', 5],
  ]);
});

test('who moved what is kept for more than a year; what is called all the time writes no lines of its own', () => {
  expect(functionFacts('state-updater', 6).logRetentionDays).toBe(400);
  expect(FUNCTION_NAMES.filter((name) => functionFacts(name, 6).systemLogLevel === 'WARN')).toEqual([
    'authorizer',
    'health',
  ]);
});

test('what nobody waits for keeps what it could not handle', () =>
  expect(FUNCTION_NAMES.filter((name) => functionFacts(name, 6).unattended)).toEqual(['profile-apply', 'reconcile']));
