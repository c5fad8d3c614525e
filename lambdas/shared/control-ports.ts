import { tableClient } from './aws';
import type { ControlPorts } from './control';
import { LocalHealth } from './deep-health';
import { DynamoFenceTable } from './dynamo/fence-table';
import { RegisterTable } from './dynamo/register-table';
import { Environment, type Variables } from './environment';
import { FunctionCalls, updatersBy } from './function-calls';
import { createLog } from './log';
import { createMetrics } from './metrics';
import type { FenceTable, FenceTables } from './ports';
import { databaseProbe, objectsProbe, tableProbe } from './probes';
import type { Region } from './record';
import { ownScopes, type RoutingEnvironment, routingEnvironment } from './routing-environment';
import { SYSTEM_CLOCK } from './system-clock';
import { createTelemetry } from './telemetry';
import { timingOf, waitMs } from './timing';
import { SYSTEM_RANDOM } from './user-ports';
import { VERSION } from './version';

/** What another updater may need besides the wait for leases. */
const UPDATER_MS = 12_000;

/** A move waits for leases; its answer is waited for a little longer. */
export const updaterLimitMs = (leaseSeconds: number): number => waitMs(timingOf(leaseSeconds)) + UPDATER_MS;

/**
 * The ports of a control function over AWS. Makes clients, but no call.
 * @throws EnvironmentError naming the variable that is missing or wrong
 */
export function controlPorts(name: string, variables: Variables): ControlPorts {
  const environment = new Environment(variables);
  const routing = routingEnvironment(environment);
  const { controlTable, leaseSeconds } = routing;
  const log = createLog(name, { region: routing.region });
  const fences = fenceTables(routing);
  const calls = new FunctionCalls({ variables, limitMs: updaterLimitMs(leaseSeconds) });
  const telemetry = createTelemetry({
    endpoint: environment.optional('TELEMETRY_ENDPOINT'),
    sendMetrics: environment.optional('SEND_METRICS'),
    solution: 'meridian',
    version: VERSION,
    log,
  });
  return {
    environment: routing,
    store: new RegisterTable({ table: controlTable, clientIn: (endpoint) => tableClient(endpoint, 'register') }),
    fences,
    health: localHealth(routing, environment, variables, fences.in(routing.region)),
    updaters: updatersBy(calls, environment.text('UPDATER_FUNCTION')),
    clock: SYSTEM_CLOCK,
    random: SYSTEM_RANDOM,
    log,
    metrics: createMetrics(name),
    ...(telemetry === undefined ? {} : { telemetry }),
  };
}

/** Each Region's fence table, at its own endpoint: the own one with the patience of a neighbour, others with that of a traveller. */
function fenceTables({ region: own, fenceTable: table }: RoutingEnvironment): FenceTables {
  const tables = new Map<Region, FenceTable>();
  return {
    in: (region) => {
      const made = tables.get(region);
      if (made !== undefined) return made;
      const client = tableClient(region, region === own ? 'data' : 'fence');
      const fence = new DynamoFenceTable({ table, client });
      tables.set(region, fence);
      return fence;
    },
  };
}

function localHealth(
  routing: RoutingEnvironment,
  environment: Environment,
  variables: Variables,
  fence: FenceTable,
): LocalHealth {
  const { region } = routing;
  const scope = ownScopes(routing)[0]?.scope ?? { app: routing.apps[0] ?? '' };
  const bucket = environment.optional('PHOTOS_BUCKET');
  const databases = environment.list('DATABASES');
  return new LocalHealth({
    region,
    clock: SYSTEM_CLOCK,
    probes: [
      tableProbe(fence, scope),
      ...(bucket === undefined ? [] : [objectsProbe(bucket, region, variables)]),
      ...(databases.length === 0 ? [] : [databaseProbe(databases, region, variables)]),
    ],
  });
}
