import { randomBytes } from 'node:crypto';
import { apiUrl } from '../shared/api-url';
import { objectClient } from '../shared/aws';
import { Environment } from '../shared/environment';
import { createLog } from '../shared/log';
import { createMetrics } from '../shared/metrics';
import { ObjectBucket } from '../shared/object-bucket';
import { createUserPlane, userEnvironment } from '../shared/user-plane';
import { userPorts } from '../shared/user-ports';
import { createPhotosApi } from './api';
import { createWrites } from './writes';

const variables = new Environment(process.env);
const service = variables.optional('POWERTOOLS_SERVICE_NAME') ?? 'photos-api';
const environment = userEnvironment(variables);
const { region } = environment;
const log = createLog(service);
const metrics = createMetrics(service);
const ports = userPorts(environment, log, metrics);
const { scope, lease, writer } = createUserPlane(ports);
const nowMs = (): number => ports.clock.wallMs();
const urlTemplate = variables.optional('API_URL_TEMPLATE');

/** Photos, comments and the signed-in user, of this Region. */
export const handler = createPhotosApi({
  region,
  content: ports.content,
  objects: new ObjectBucket({ bucket: variables.text('PHOTOS_BUCKET'), client: objectClient(region) }),
  writes: createWrites({
    scope,
    lease,
    writer,
    metrics,
    nowMs,
    ...(urlTemplate === undefined ? {} : { urlOf: (writing: string) => apiUrl(urlTemplate, writing) }),
  }),
  nowMs,
  entropy: () => randomBytes(10),
  allowedOrigins: variables.list('ALLOWED_ORIGINS'),
  log,
});
