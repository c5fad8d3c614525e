import { Environment } from '../../lambdas/shared/environment';
import { createLog } from '../../lambdas/shared/log';
import { createMetrics } from '../../lambdas/shared/metrics';
import { createUserPlane, userEnvironment } from '../../lambdas/shared/user-plane';
import { userPorts } from '../../lambdas/shared/user-ports';

const environment = userEnvironment(new Environment(process.env));
const ports = userPorts(environment, createLog('place-order'), createMetrics('place-order'));
const { scope, lease, writer } = createUserPlane(ports);

/** Accepts an order once, where orders may be accepted now. */
export async function handler({ orderId, total }: { readonly orderId: string; readonly total: number }) {
  const order = { pk: `ORDER#${orderId}`, sk: 'ORDER', total };
  const { epoch, region } = await writer.write(scope, [{ kind: 'put', item: order, condition: { exists: false } }]);
  // The lease is renewed beside the write; a function that returns earlier would freeze that.
  await lease.settled();
  return { orderId, epoch, region };
}
