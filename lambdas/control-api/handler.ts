import { RunsTable } from '../reconcile/runs-table';
import { tableClient } from '../shared/aws';
import { createControl } from '../shared/control';
import { controlPorts } from '../shared/control-ports';
import { Environment } from '../shared/environment';
import { FunctionCalls } from '../shared/function-calls';
import { createControlApi } from './api';
import { endpointsOf, userPoolOf } from './environment';

/** The reconcile function only takes the event; it is not waited for. */
const START_MS = 3000;

const environment = new Environment(process.env);
const control = createControl(controlPorts('control-api', process.env));
const { region, fenceTable, regions } = control.environment;
const reconcileFunction = environment.optional('RECONCILE_FUNCTION');
const calls = new FunctionCalls({ variables: process.env, limitMs: START_MS });

/** The state of the platform's applications: to read for browsers and viewers, to move for operators. */
export const handler = createControlApi(control, {
  allowedOrigins: environment.list('ALLOWED_ORIGINS'),
  endpoints: endpointsOf(environment, regions),
  userPool: userPoolOf(environment),
  reconcile:
    reconcileFunction === undefined
      ? undefined
      : {
          runs: new RunsTable({ table: fenceTable, client: tableClient(region, 'data') }),
          start: (event) => calls.start(region, reconcileFunction, event),
        },
});
