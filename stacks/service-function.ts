import type { RegionName } from '../config/catalog';
import { functionName } from '../config/names';
import type { Platform } from '../config/platform';
import type { FunctionFacts } from '../modules/routing/functions';
import { dataVariables } from './service-data';

/** The example service behind the two APIs: `lambdas/service/handler.ts`. It belongs to the entry, with or without a routing layer. */
export const SERVICE_FUNCTION = 'service';

/** How it runs: it waits for nothing but its own Region. */
export const SERVICE_FACTS: FunctionFacts = {
  description: 'The example service behind the entry.',
  timeoutSeconds: 3,
  memoryMb: 512,
  // Health checkers ask all the time.
  systemLogLevel: 'WARN',
};

/** Whether the platform's service runs as a function. */
export const hasServiceFunction = ({ ingress }: Pick<Platform, 'ingress'>): boolean =>
  ingress?.delegated === true && ingress.service.on === 'function';

/** Variables of the function in a Region, which names no other. */
export const serviceVariables = (platform: Platform, region: RegionName): Readonly<Record<string, string>> => ({
  POWERTOOLS_SERVICE_NAME: functionName(platform, SERVICE_FUNCTION),
  ...(platform.ingress && dataVariables(platform, platform.ingress.service.uses, region)),
});
