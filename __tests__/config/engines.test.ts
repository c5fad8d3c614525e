import {
  ENGINES,
  type Engine,
  engineProblems,
  isPinned,
  majorVersion,
  parameterGroupFamily,
} from '../../config/engines';

// biome-ignore format: a table, one version a row
test.each<[Engine, string, string, boolean, string]>([
  ['postgres', '17',     '17',  false, 'postgres17'],
  ['postgres', '17.4',   '17',  true,  'postgres17'],
  ['mysql',    '8.4',    '8.4', false, 'mysql8.4'],
  ['mysql',    '8.4.3',  '8.4', true,  'mysql8.4'],
  ['mysql',    '8.0.40', '8.0', true,  'mysql8.0'],
])('%s %s is of major %s, pinned: %s, family %s', (engine, version, major, pinned, family) => {
  expect(majorVersion(engine, version)).toBe(major);
  expect(isPinned(engine, version)).toBe(pinned);
  expect(parameterGroupFamily(engine, version)).toBe(family);
});

describe('every engine', () => {
  test.each(Object.entries(ENGINES))('%s refuses connections without TLS and names its logs', (_engine, facts) => {
    expect(facts.tlsParameter).toEqual({ name: expect.stringMatching(/ssl|secure_transport/), value: '1' });
    expect(facts.logExports.length).toBeGreaterThan(0);
  });

  test.each(Object.entries(ENGINES))(
    '%s has majors of its own form, oldest first',
    (_engine, { majors, majorNumbers }) => {
      expect(majors.filter((major) => major.split('.').length !== majorNumbers)).toEqual([]);
      expect([...majors].sort((a, b) => Number(a) - Number(b))).toEqual(majors);
    },
  );

  test.each(Object.entries(ENGINES))('%s has an example that is legal and pinned', (engine, { exampleMinor }) => {
    expect(engineProblems('x', { engine: engine as Engine, engineVersion: exampleMinor })).toEqual([]);
    expect(isPinned(engine as Engine, exampleMinor)).toBe(true);
  });

  test('is known by its port', () => expect([ENGINES.postgres.port, ENGINES.mysql.port]).toEqual([5432, 3306]));
});

describe('engineProblems', () => {
  const versions: Record<Engine, string> = {
    postgres: 'Allowed: 14, 15, 16, 17 and 18, alone or with a minor, such as "17.4".',
    mysql: 'Allowed: 8.0 and 8.4, alone or with a minor, such as "8.4.3".',
  };

  test.each<[Engine, string]>([
    ['postgres', '14'],
    ['postgres', '18.1'],
    ['mysql', '8.0'],
    ['mysql', '8.4.3'],
  ])('takes %s %s', (engine, engineVersion) => expect(engineProblems('x', { engine, engineVersion })).toEqual([]));

  test.each<[Engine, string]>([
    ['postgres', '13'],
    ['postgres', '19'],
    ['postgres', '17.4.1'],
    ['postgres', '8.4'],
    ['mysql', '8'],
    ['mysql', '5.7'],
    ['mysql', '17'],
  ])('refuses %s %s', (engine, engineVersion) =>
    expect(engineProblems('databases.main', { engine, engineVersion })).toEqual([
      {
        path: 'databases.main.engineVersion',
        message: `"${engineVersion}" is no version of ${engine} that RDS offers. ${versions[engine]}`,
      },
    ]),
  );

  test.each([
    [20, 22],
    [100, 110],
    [101, 112],
    [59_578, 65_536],
  ])('of %d GiB takes growth to %d and refuses less', (allocatedStorageGiB, least) => {
    expect(engineProblems('x', { allocatedStorageGiB, maxAllocatedStorageGiB: least })).toEqual([]);
    expect(engineProblems('x', { allocatedStorageGiB, maxAllocatedStorageGiB: least - 1 })).toEqual([
      {
        path: 'x.maxAllocatedStorageGiB',
        message: `${least - 1} is less than 10 % above allocatedStorageGiB (${allocatedStorageGiB}). Allowed: ${least} or more; or leave it out.`,
      },
    ]);
  });

  test('refuses growth beyond the largest volume', () =>
    expect(engineProblems('x', { allocatedStorageGiB: 60_000, maxAllocatedStorageGiB: 65_536 })).toEqual([
      {
        path: 'x.maxAllocatedStorageGiB',
        message:
          '65536 is less than 10 % above allocatedStorageGiB (60000). A volume of that size cannot grow: leave it out.',
      },
    ]));

  test('judges only what is there', () => {
    expect(engineProblems('x', {})).toEqual([]);
    expect(engineProblems('x', { engineVersion: '1' })).toEqual([]);
    expect(engineProblems('x', { maxAllocatedStorageGiB: 20 })).toEqual([]);
  });
});
