import fc from 'fast-check';
import { ControlWorld } from '../shared/control-world';

const EVENT = { AppId: 'orders', TableName: 'orders-prod-control', NewState: 'failover' } as const;
const problemOf = (answer: { readonly body: string }): unknown => JSON.parse(answer.body);

describe('an event that is not valid throws, with nothing read or changed', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'AppId was not found in the event payload'],
    ['text', 'failover', 'AppId was not found in the event payload'],
    ['AppId blank', { ...EVENT, AppId: '  ' }, 'AppId was not found in the event payload'],
    ['AppId a number', { ...EVENT, AppId: 7 }, 'AppId was not found in the event payload'],
    ['TableName null', { ...EVENT, TableName: null }, 'TableName was not found in the event payload'],
    [
      'NewState missing',
      { AppId: 'orders', TableName: EVENT.TableName },
      'NewState was not found in the event payload',
    ],
    [
      'NewState unknown',
      { ...EVENT, NewState: ' New-State ' },
      'new-state is not a valid state. Accepted values are: ["active","fenced","failover"]',
    ],
    [
      'another table',
      { ...EVENT, TableName: 'other' },
      'other is not the control table of this deployment. It is orders-prod-control.',
    ],
    [
      'another application',
      { ...EVENT, AppId: 'shop' },
      'shop is not an application of this deployment. Known: orders, billing.',
    ],
    [
      'CloudFormation',
      { StackId: 'arn:aws:cloudformation:x', RequestType: 'Create', ResourceProperties: EVENT },
      'This is an event of AWS CloudFormation (StackId), which is not served: the state is never set by a deployment. Invoke the function with AppId, TableName and NewState.',
    ],
    ['a misspelt field', { ...EVENT, DryRum: true }, 'event.DryRum: allowed is no such key. Leave it out.'],
    [
      'wrong types',
      { ...EVENT, ExpectedEpoch: '1', DryRun: 'yes' },
      'event.ExpectedEpoch: allowed is a number. Send a number. event.DryRun: allowed is a boolean. Send a boolean.',
    ],
    [
      'a Region that is no name',
      { ...EVENT, TargetRegion: 'everywhere' },
      'event.TargetRegion: allowed is the name of a Region, as in eu-west-1. Send the name of a Region, as in eu-west-1.',
    ],
  ])('%s', async (_, event, message) => {
    const world = new ControlWorld();
    await expect(world.update('eu-west-1', event)).rejects.toThrow(new Error(message));
    expect(world.register.reads).toBe(0);
    expect(world.register.writes).toBe(0);
  });

  test('a target that is no Region of the platform is a refusal', async () =>
    expect(
      problemOf(await new ControlWorld().update('eu-west-1', { ...EVENT, TargetRegion: 'sa-east-1' })),
    ).toMatchObject({
      status: 400,
      detail: '"sa-east-1" is not a Region to move to. Name one of eu-west-1, us-east-1.',
    }));

  test('the state is trimmed and may be in capitals', async () =>
    expect(await new ControlWorld().update('eu-west-1', { ...EVENT, NewState: ' FailOver\n' })).toMatchObject({
      state: 'failover',
    }));
});

test('whatever the event, it is an answer or an invalid event, and the register holds a state that exists', () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc.record(
          {
            AppId: fc.constantFrom<unknown>('orders', 'orders', 'billing', '__proto__', 5),
            TableName: fc.constantFrom<unknown>('orders-prod-control', 'orders-prod-control', null),
            NewState: fc.constantFrom<unknown>('active', 'fenced', 'failover', ' ACTIVE', 'x', []),
            TargetRegion: fc.constantFrom<unknown>('us-east-1', 'eu-west-1', 'sa-east-1', 3),
            WithoutRegion: fc.constantFrom<unknown>('us-east-1'),
            ExpectedEpoch: fc.oneof(fc.integer(), fc.anything()),
            Reason: fc.string(),
            DryRun: fc.boolean(),
            Zone: fc.constantFrom('eu', ''),
            ForwardedFrom: fc.constantFrom('eu-west-1'),
            CheckOnly: fc.boolean(),
          },
          { requiredKeys: ['AppId', 'TableName', 'NewState'] },
        ),
      ),
      async (event) => {
        const world = new ControlWorld();
        let answer: { readonly statusCode: number; readonly body: string };
        try {
          answer = await world.update('eu-west-1', event);
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidEvent' });
          expect(world.register.writes).toBe(0);
          return;
        }
        expect([200, 400, 409, 412]).toContain(answer.statusCode);
        expect(() => JSON.parse(answer.body)).not.toThrow();
        if (answer.statusCode !== 200) expect(world.register.writes).toBe(0);
      },
    ),
    { numRuns: 200 },
  ));
