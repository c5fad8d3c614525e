import { randomBytes } from 'node:crypto';
import { Environment } from '../shared/environment';
import { createLog } from '../shared/log';
import { createMetrics } from '../shared/metrics';
import { createUserPlane, userEnvironment } from '../shared/user-plane';
import { userPorts } from '../shared/user-ports';
import { zoneReservations } from '../shared/zone-reservations';
import { createCognitoTriggers } from './triggers';

const variables = new Environment(process.env);
const service = variables.optional('POWERTOOLS_SERVICE_NAME') ?? 'cognito-triggers';
const environment = userEnvironment(variables);
const { region, zone } = environment;
const log = createLog(service);
const ports = userPorts(environment, log, createMetrics(service));
const { scope, lease, writer } = createUserPlane(ports);

/** The triggers of this Region's user pool. */
export const handler = createCognitoTriggers<unknown>({
  region,
  scope,
  lease,
  writer,
  content: ports.content,
  reservations: zoneReservations(variables, region, zone, process.env),
  nowMs: () => ports.clock.wallMs(),
  entropy: () => randomBytes(10),
  log,
});
