import { tableClient } from '../shared/aws';
import { ContentTable } from '../shared/dynamo/content-table';
import { RegisterTable } from '../shared/dynamo/register-table';
import { Environment } from '../shared/environment';
import { createLog } from '../shared/log';
import { createMetrics } from '../shared/metrics';
import { Register } from '../shared/register';
import { routingEnvironment, scopeOf } from '../shared/routing-environment';
import { SYSTEM_CLOCK } from '../shared/system-clock';
import { SYSTEM_RANDOM } from '../shared/user-ports';
import type { Replica } from './compare';
import { ObjectHeads } from './object-heads';
import { readOnly } from './read-only-register';
import { createReconcile } from './runner';
import { RunsTable } from './runs-table';

const environment = new Environment(process.env);
const routing = routingEnvironment(environment);
const { region, controlTable, controlRegions, fenceTable } = routing;
const contentTable = environment.text('CONTENT_TABLE');
const buckets = environment.texts('OBJECT_BUCKETS');

const table = new RegisterTable({ table: controlTable, clientIn: (endpoint) => tableClient(endpoint, 'register') });

const register = new Register({
  store: readOnly(table),
  endpoints: controlRegions,
  layoutOf: ({ app, zone }) => scopeOf(routing, app, zone).layout,
  clock: SYSTEM_CLOCK,
  random: SYSTEM_RANDOM,
});

function replicaIn(of: string): Replica {
  const bucket = buckets.get(of);
  return {
    region: of,
    content: new ContentTable({ table: contentTable, fenceTable, client: tableClient(of, 'fence') }),
    objects: bucket === undefined ? undefined : new ObjectHeads({ bucket, region: of, variables: process.env }),
  };
}

/** Compares what this Region holds with each of the others, before the writer goes back. Started by the control API. */
export const handler = createReconcile({
  environment: routing,
  register,
  runs: new RunsTable({ table: fenceTable, client: tableClient(region, 'data') }),
  replicaIn,
  clock: SYSTEM_CLOCK,
  log: createLog('reconcile', { region }),
  metrics: createMetrics('reconcile'),
});
