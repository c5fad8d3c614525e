import { Environment } from '../shared/environment';
import { createLog } from '../shared/log';
import { SYSTEM_CLOCK } from '../shared/system-clock';
import { VERSION } from '../shared/version';
import { createService } from './api';

const region = new Environment(process.env).text('AWS_REGION');

/** The example service behind a Region's entry. */
export const handler = createService({
  region,
  version: VERSION,
  log: createLog('service', { region }),
  clock: SYSTEM_CLOCK,
});
