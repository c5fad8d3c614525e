import { REGION_NAMES } from '../../config/catalog';
import { notesOf } from '../../config/notes';
import { BASE, platformOf } from '../synth';

const first = (count: number): string[] => REGION_NAMES.filter((name) => !/^(cn|us-gov)-/.test(name)).slice(0, count);
const mysql = {
  engine: 'mysql',
  engineVersion: '8.0.43',
  instanceClass: 'db.r7g.large',
  allocatedStorageGiB: 100,
} as const;

test('has nothing to say of the usual platform', () => expect(notesOf(platformOf({}))).toEqual([]));

test('says what a platform asks of its account, and of RDS', () => {
  const many = {
    ...BASE,
    regions: first(17) as typeof BASE.regions,
    home: undefined,
    state: { backend: 'local' as const },
  };
  expect(notesOf(platformOf({ ...many, databases: { ledger: mysql } }))).toEqual([
    'State is kept in local files: to try Meridian out, never for a team.',
    'To be enabled in the account first: ca-west-1, af-south-1, ap-south-2, ap-southeast-3, ap-southeast-4, ap-southeast-5, ap-southeast-6, ap-southeast-7, ap-east-1 and ap-east-2.',
    'ledger: 16 replicas are more than the quota of 15 for each writer; have it raised ("Read replicas per primary").',
    'ledger: RDS does not guarantee more than 5 replicas in other Regions; there are 16.',
    'ledger: MySQL 8.0 is in RDS Extended Support, which is charged for each vCPU. Take 8.4.',
  ]);
});

test.each([
  [6, 0],
  [7, 1],
  [16, 1],
  [17, 2],
])('%d Regions with a database have %d notes on replicas', (count, expected) => {
  const notes = notesOf(platformOf({ regions: first(count) as typeof BASE.regions, home: undefined }));
  expect(notes.filter((note) => note.includes('replicas'))).toHaveLength(expected);
});

test('says what becomes of tables while a Region is evacuated', () =>
  expect(
    notesOf(platformOf({ regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }, 'ap-southeast-2'] })),
  ).toEqual([
    'sessions: left to itself while eu-west-1 is evacuated; a Region that joins meanwhile gets no replica until it returns.',
  ]));
