import { type ControlApiOptions, createControlApi } from '../../../lambdas/control-api/api';
import { apiEvent } from '../shared/api-event';
import { ControlWorld, type WorldOptions } from '../shared/control-world';

export const ARN = 'arn:aws:sts::111122223333:assumed-role/orders-prod-operator/ann';
export const ORIGIN = 'https://app.example.com';
export const OPTIONS: ControlApiOptions = {
  allowedOrigins: [ORIGIN],
  endpoints: new Map([['us-east-1', 'https://us.example.com']]),
  userPool: { poolId: 'eu-west-1_abc', clientId: 'client1' },
  reconcile: undefined,
};

/** Regions with their control APIs, and an operator who calls them. */
export const start = (options: WorldOptions = {}, api: Partial<ControlApiOptions> = {}) => {
  const world = new ControlWorld(options);
  const handlers = new Map(
    world.regions.map((region) => [region, createControlApi(world.control(region), { ...OPTIONS, ...api })]),
  );
  const call = async (region: string, method: string, path: string, more: Parameters<typeof apiEvent>[2] = {}) => {
    const handler = handlers.get(region);
    if (handler === undefined) throw new Error(region);
    const answer = await handler(apiEvent(method, path, { arn: ARN, ...more }));
    return { ...answer, body: JSON.parse(answer.body) };
  };
  const put = (region: string, body: unknown, query?: Record<string, string>) =>
    call(region, 'PUT', '/v1/state/orders', { body, ...(query === undefined ? {} : { query }) });
  return { world, call, put };
};
export const FAILOVER = { state: 'failover', reason: 'exercise' };
