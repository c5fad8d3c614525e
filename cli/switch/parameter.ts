import type { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { RegionName } from '../../config/catalog';
import { switchParameterName } from '../../config/names';
import type { Platform } from '../../config/platform';
import { SwitchError } from './failures';
import { readRecord, type SwitchRecord } from './record';
import { type Course, Ended, firstAnswer, noCredentials, Unanswered } from './rounds';

const PATIENCE = { connectionTimeout: 2000, requestTimeout: 3000, throwOnRequestTimeout: true } as const;

/**
 * Reads where the routing controls are. `global` writes it into every Region, as looking the cluster up in an outage would
 * ask its control plane in us-west-2 ("Best practices for routing control": keep the endpoints at hand).
 * @param from Region that is asked first
 * @throws SwitchError
 */
export async function readParameter(
  platform: Platform,
  from: RegionName | undefined,
  untilMs: number,
  course: Course,
): Promise<SwitchRecord> {
  const name = switchParameterName(platform);
  const regions = platform.deployedRegions;
  try {
    const { answer } = await firstAnswer(
      {
        targets: from === undefined ? regions : [from, ...regions.filter((region) => region !== from)],
        nameOf: (region) => `parameter in ${region}`,
        ask: (region, signal) => recordIn(region, name, signal),
        ends: () => false,
        // Neither a missing parameter nor a missing permission comes by waiting.
        isFinal: ({ kind }) => kind === 'refused',
        untilMs,
      },
      course,
    );
    return answer;
  } catch (error) {
    if (error instanceof Ended) throw noCredentials(error.failure);
    if (!(error instanceof Unanswered)) throw error;
    const { failures } = error;
    if (failures.length > 0 && failures.every(({ name: failure }) => failure === 'ParameterNotFound'))
      throw new SwitchError(
        `${name} is in none of ${regions.join(', ')}: this platform has no routing controls. Set ingress.switch to "routing-control" and deploy global.`,
      );
    throw new SwitchError(
      `${name} could be read in no Region (${regions.join(', ')}). Nothing was changed. Try again with a longer --timeout, or set the controls by hand: aws route53-recovery-cluster update-routing-control-states.`,
    );
  }
}

async function recordIn(region: RegionName, name: string, abortSignal: AbortSignal): Promise<SwitchRecord> {
  const { GetParameterCommand, SSMClient } = ssm();
  const client = new SSMClient({ region, maxAttempts: 1, requestHandler: { ...PATIENCE } });
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }), { abortSignal });
    return readRecord(Parameter?.Value ?? '');
  } finally {
    client.destroy();
  }
}

/** Loaded only now: the help and a wrong command line need not wait for it. */
const ssm = (): { readonly GetParameterCommand: typeof GetParameterCommand; readonly SSMClient: typeof SSMClient } =>
  require('@aws-sdk/client-ssm');
