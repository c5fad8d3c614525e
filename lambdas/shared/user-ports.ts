import { randomInt, randomUUID } from 'node:crypto';
import { tableClient } from './aws';
import { ContentTable } from './dynamo/content-table';
import { DynamoFenceTable } from './dynamo/fence-table';
import { RegisterTable } from './dynamo/register-table';
import type { Log } from './log';
import type { MetricSink } from './metrics';
import type { Random } from './ports';
import { SYSTEM_CLOCK } from './system-clock';
import type { UserEnvironment, UserPorts } from './user-plane';

/** The process's own source of chance. */
export const SYSTEM_RANDOM: Random = { uuid: randomUUID, below: (limit) => randomInt(limit) };

/** The ports of the functions of users over AWS. Makes clients, but no call. */
export function userPorts(environment: UserEnvironment, log: Log, metrics: MetricSink): UserPorts {
  const { region, controlTable, fenceTable, contentTable } = environment;
  const client = tableClient(region, 'data');
  return {
    environment,
    register: new RegisterTable({ table: controlTable, clientIn: (endpoint) => tableClient(endpoint, 'register') }),
    fence: new DynamoFenceTable({ table: fenceTable, client }),
    content: new ContentTable({ table: contentTable, fenceTable, client }),
    clock: SYSTEM_CLOCK,
    random: SYSTEM_RANDOM,
    log,
    metrics,
  };
}
