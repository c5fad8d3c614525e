import {
  homeMoved,
  oldWriterDestroyed,
  writerNone,
  writerPromoted,
  writerTwo,
} from '../../../../../cli/review/rules/writers';
import { manifest, planJson, raw, type Setting } from '../../plans';
import { at, EU, type RuleCase } from '../case';

const INSTANCE = 'aws_db_instance.database-main_instance';
const US = 'region-us-east-1';
const sourceIn = (region: string): string => `arn:aws:rds:${region}:111122223333:db:orders-prod-main`;
const STATES = { 'us-east-1': 'active', 'eu-west-1': 'active' };

type Role = 'writer' | 'replica' | 'kept' | 'released' | 'gone';

const platform = (writer: string, us: Role, eu: Role, states: Readonly<Record<string, string>> = STATES) =>
  manifest(states, {
    writer,
    databases: { main: { writer, roles: { 'us-east-1': us, 'eu-west-1': eu } } },
    stateful: [US, EU].map((stack) => ({ stack, address: INSTANCE })),
    edges: [{ kind: 'rds-replica', name: 'main', from: 'us-east-1', to: 'eu-west-1', stack: EU, address: INSTANCE }],
  });

const valuesOf = (region: string, role: Role, more: object = {}) => ({
  region,
  replicate_source_db: role === 'replica' ? sourceIn(region === 'us-east-1' ? 'eu-west-1' : 'us-east-1') : null,
  deletion_protection: role === 'writer',
  ...more,
});

/** What becomes of an instance. */
function instance(region: string, before: Role, after: Role, how: 'in place' | 'anew' = 'in place') {
  const [was, is] = [valuesOf(region, before), after === 'gone' ? null : valuesOf(region, after)];
  const actions =
    is === null ? ['delete'] : how === 'anew' ? ['delete', 'create'] : before === after ? ['no-op'] : ['update'];
  return planJson([raw(INSTANCE, actions, was, is)]);
}

const both = (us: ReturnType<typeof instance>, eu: ReturnType<typeof instance>, more: Partial<Setting>): Setting => ({
  ...more,
  plans: { [US]: us, [EU]: eu },
});

const MOVED = { head: platform('eu-west-1', 'replica', 'writer'), base: platform('us-east-1', 'writer', 'replica') };
const SAME = { head: platform('us-east-1', 'writer', 'replica'), base: platform('us-east-1', 'writer', 'replica') };
const KEPT = { head: platform('eu-west-1', 'kept', 'writer'), base: platform('us-east-1', 'writer', 'replica') };
const RELEASED = {
  head: platform('eu-west-1', 'replica', 'writer'),
  base: platform('eu-west-1', 'released', 'writer'),
};

const writerStays = instance('us-east-1', 'writer', 'writer');
const replicaStays = instance('eu-west-1', 'replica', 'replica');
const promoted = instance('eu-west-1', 'replica', 'writer');

export const WRITER_CASES: readonly RuleCase[] = [
  {
    rule: writerPromoted,
    fires: both(writerStays, promoted, SAME),
    finds: [
      {
        ...at(INSTANCE),
        what: `${INSTANCE} in eu-west-1 is promoted: it stops copying and takes writes.`,
        why: 'What had not reached it yet is missing from then on, and it becomes a replica again only by being made anew.',
        fix: "Set `writer: 'eu-west-1'` if this is meant; else take the change out.",
        paths: ['replicate_source_db'],
      },
    ],
    near: both(writerStays, replicaStays, SAME),
  },
  {
    rule: writerPromoted,
    about: 'a note where the config moves the writer there',
    fires: both(instance('us-east-1', 'writer', 'kept'), promoted, KEPT),
    finds: [
      {
        ...at(INSTANCE),
        severity: 'info',
        expected: 'moving the writer to eu-west-1',
        what: `${INSTANCE} in eu-west-1 is promoted: it stops copying and takes writes.`,
        why: 'What had not reached it yet is missing from then on, and it becomes a replica again only by being made anew.',
        fix: 'Nothing, as it belongs to what is done: moving the writer to eu-west-1.',
        paths: ['replicate_source_db'],
      },
    ],
    near: both(writerStays, replicaStays, KEPT),
  },
  {
    rule: writerNone,
    fires: both(instance('us-east-1', 'writer', 'replica'), replicaStays, SAME),
    finds: [
      {
        ...at(INSTANCE, EU, 'us-east-1'),
        what: 'After the run the database main has no writer: eu-west-1 and us-east-1 only copy.',
        why: 'Every write fails.',
        fix: 'Let `writer` name an active Region whose stack is applied in this run.',
        paths: ['main'],
      },
    ],
    near: both(writerStays, replicaStays, SAME),
  },
  {
    rule: writerTwo,
    fires: both(writerStays, promoted, SAME),
    finds: [
      {
        ...at(INSTANCE),
        what: 'After the run the database main has 2 writers: eu-west-1 and us-east-1.',
        why: 'Writes go to both, and neither has those of the other.',
        fix: 'Only us-east-1 is to write. Make the others replicas, or keep them out of reach with `former`.',
        paths: ['main'],
      },
    ],
    near: both(instance('us-east-1', 'writer', 'gone'), promoted, SAME),
  },
  {
    rule: writerTwo,
    about: 'a former writer that is kept, in the run that promotes',
    fires: both(instance('us-east-1', 'kept', 'kept'), promoted, KEPT),
    finds: [
      {
        ...at(INSTANCE, US, 'us-east-1'),
        severity: 'medium',
        what: 'The former writer of the database main in us-east-1 still takes writes while eu-west-1 is promoted.',
        why: 'What still reaches it is not in the new writer.',
        fix: 'Stop what writes to it before this is applied, and keep its clients away until it is a replica again.',
        paths: ['main'],
      },
    ],
    near: both(instance('us-east-1', 'kept', 'kept'), instance('eu-west-1', 'writer', 'writer'), KEPT),
  },
  {
    rule: oldWriterDestroyed,
    fires: both(instance('us-east-1', 'writer', 'replica', 'anew'), promoted, MOVED),
    finds: [
      {
        ...at(INSTANCE, US, 'us-east-1'),
        what: `${INSTANCE} in us-east-1, the writer of the database main, is destroyed and made anew, before eu-west-1 is promoted.`,
        why: 'It may hold writes that never reached a replica, and until another one is promoted it is the only one that takes any.',
        fix: "Add `former: { 'us-east-1': 'keep' }` to the database: the writer moves and this instance is left as it is. Release it later, in a change of its own.",
      },
    ],
    near: both(
      instance('us-east-1', 'released', 'replica', 'anew'),
      instance('eu-west-1', 'writer', 'writer'),
      RELEASED,
    ),
  },
  {
    rule: oldWriterDestroyed,
    about: 'one that was released, with nobody having taken over',
    fires: both(instance('us-east-1', 'released', 'replica', 'anew'), replicaStays, RELEASED),
    finds: [
      {
        ...at(INSTANCE, US, 'us-east-1'),
        what: `${INSTANCE} in us-east-1, the writer of the database main, is destroyed and made anew.`,
        why: 'It may hold writes that never reached a replica, and until another one is promoted it is the only one that takes any.',
        fix: "Add `former: { 'us-east-1': 'keep' }` to the database: the writer moves and this instance is left as it is. Release it later, in a change of its own.",
      },
    ],
    near: both(instance('us-east-1', 'released', 'released'), instance('eu-west-1', 'writer', 'writer'), RELEASED),
  },
  {
    rule: homeMoved,
    fires: {
      plans: {},
      head: manifest(STATES, { home: 'eu-west-1' }),
      base: manifest(STATES, { home: 'us-east-1' }),
    },
    finds: [
      {
        ...at('', 'foundation'),
        what: 'Home moves from us-east-1 to eu-west-1.',
        why: 'What stands in home is forgotten, and adopted or made anew in the new one. No failover needs it.',
        fix: "Set `home: 'us-east-1'` again, unless that Region is gone for good (docs/runbooks/home-loss.md).",
        paths: ['us-east-1', 'eu-west-1'],
      },
    ],
    near: { plans: {}, head: manifest(STATES, { writer: 'eu-west-1' }), base: manifest(STATES) },
  },
];
