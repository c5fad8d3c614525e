import { randomBytes } from 'node:crypto';
import { tableClient } from '../shared/aws';
import { DirectoryTable } from '../shared/directory-table';
import { Environment } from '../shared/environment';
import { createLog } from '../shared/log';
import { createMetrics } from '../shared/metrics';
import { endpointOf } from '../shared/service-endpoint';
import { lambdaCredentials } from '../shared/signed-fetch';
import { createUserPlane, userEnvironment } from '../shared/user-plane';
import { userPorts } from '../shared/user-ports';
import { zoneReservations } from '../shared/zone-reservations';
import { cognitoPool } from './cognito-pool';
import { announceKeys, fetchJwks } from './keys';
import { nightlyPass } from './nightly';
import { PoolMemoryTable } from './pool-memory-table';
import { createProfileApply } from './run';
import { syncProfiles } from './sync';

/** Milliseconds for the profiles of a run and, after them, for the pass over the pool; the function itself has 280 s. */
const LIMIT_MS = 150_000;
const PASS_LIMIT_MS = 60_000;

const variables = new Environment(process.env);
const service = variables.optional('POWERTOOLS_SERVICE_NAME') ?? 'profile-apply';
const environment = userEnvironment(variables);
const { region, app, zone, fenceTable } = environment;
const poolId = variables.text('USER_POOL_ID');
const log = createLog(service);
const metrics = createMetrics(service);
const ports = userPorts(environment, log, metrics);
const { content, clock } = ports;
const { scope, lease, writer } = createUserPlane(ports);
const client = tableClient(region, 'data');
const memory = new PoolMemoryTable({ table: fenceTable, client });
const endpoint = endpointOf('cognito-idp', region, process.env).url;
const nowMs = (): number => clock.wallMs();
const pool = cognitoPool({ region, poolId, endpoint, credentials: () => lambdaCredentials(process.env), nowMs });
const keys = {
  region,
  poolId,
  clientIds: variables.some('USER_POOL_CLIENT_ID'),
  zone,
  pools: new DirectoryTable({ table: variables.text('DIRECTORY_TABLE'), client }),
  fetchKeys: () => fetchJwks(endpoint, poolId),
  nowMs,
};
const nightly = {
  region,
  scope,
  content,
  lease,
  writer,
  pool,
  memory,
  reservations: zoneReservations(variables, region, zone, process.env),
  clock,
  limitMs: PASS_LIMIT_MS,
  entropy: () => randomBytes(10),
  log,
  metrics,
};
/** Brings this Region's user pool up to date with the profiles, and every Region with this pool's keys. */
export const handler = createProfileApply({
  announceKeys: () => announceKeys(keys),
  syncProfiles: () => syncProfiles({ region, app, content, pool, memory, clock, log, metrics, limitMs: LIMIT_MS }),
  nightlyPass: () => nightlyPass(nightly),
  log,
});
