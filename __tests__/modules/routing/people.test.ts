import { operatorStatements, viewerStatements } from '../../../modules/routing/people';

const REACH = { apis: 'apis', updaters: 'updaters', served: { identity: true, photos: true } };

test('an operator calls every signed route, and the updater where the API does not answer', () =>
  expect(operatorStatements(REACH)).toEqual([
    {
      sid: 'CallControlRoutes',
      actions: ['execute-api:Invoke'],
      resources: [
        'apis/*/GET/state/*',
        'apis/*/GET/v1/health/details',
        'apis/*/GET/v1/reconcile/*',
        'apis/*/GET/v1/state/*',
        'apis/*/GET/v1/state/*/history',
        'apis/*/POST/v1/reconcile/*',
        'apis/*/PUT/state/*',
        'apis/*/PUT/v1/state/*',
      ],
    },
    { sid: 'MoveTheWriterDirectly', actions: ['lambda:InvokeFunction'], resources: ['updaters'] },
  ]));

test('a viewer reads, and starts nothing', () =>
  expect(viewerStatements(REACH)).toEqual([
    {
      sid: 'ReadState',
      actions: ['execute-api:Invoke'],
      resources: [
        'apis/*/GET/state/*',
        'apis/*/GET/v1/health/details',
        'apis/*/GET/v1/state/*',
        'apis/*/GET/v1/state/*/history',
      ],
    },
  ]));
