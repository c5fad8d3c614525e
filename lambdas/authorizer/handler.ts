import { tableClient } from '../shared/aws';
import { DirectoryTable } from '../shared/directory-table';
import { Environment } from '../shared/environment';
import { createLog } from '../shared/log';
import { createAuthorizer } from './authorize';

const variables = new Environment(process.env);
const service = variables.optional('POWERTOOLS_SERVICE_NAME') ?? 'authorizer';
const region = variables.text('AWS_REGION');

/** Says who is calling, by the keys of every Region's pool as this Region's own table has them. */
export const handler = createAuthorizer({
  pools: new DirectoryTable({ table: variables.text('DIRECTORY_TABLE'), client: tableClient(region, 'data') }),
  nowMs: () => Date.now(),
  log: createLog(service),
  zone: variables.optional('ROUTING_ZONE'),
});
