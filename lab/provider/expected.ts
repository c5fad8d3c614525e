import { createHash } from 'node:crypto';
import { GLOBAL } from './aws/reach';
import type { World } from './world';

const ZONE = 'aws_route53_zone';

/**
 * Public hosted zones that the stacks take for granted: they look them up by name, and none of them makes them, such as the one
 * above a platform's own. Whoever deploys to AWS has them already.
 * @param stacks parsed `cdk.tf.json` of all stacks, of a platform as a whole: what another stack makes is not taken for granted
 */
export function expectedZones(stacks: readonly unknown[]): string[] {
  const made = new Set(stacks.flatMap((stack) => namesIn(stack, 'resource')));
  return [...new Set(stacks.flatMap((stack) => namesIn(stack, 'data')))].filter((name) => !made.has(name));
}

/** Puts what the stacks take for granted into the world. */
export function putExpected(world: World, stacks: readonly unknown[]): void {
  const there = new Set(world.all(ZONE).map(({ state }) => state.name));
  for (const name of expectedZones(stacks)) if (!there.has(name)) putZone(world, name);
}

function putZone(world: World, name: string): void {
  const id = `Z${createHash('sha256').update(name).digest('hex').slice(0, 20).toUpperCase()}`;
  const servers = [1, 2, 3, 4].map((n) => `ns-${n}.${name}`);
  world.put(ZONE, GLOBAL, {
    id,
    zone_id: id,
    arn: `arn:aws:route53:::hostedzone/${id}`,
    name,
    name_servers: servers,
    primary_name_server: servers[0] ?? null,
    comment: '',
    vpc: [],
  });
}

/** Names of a stack's public zones, as far as they are written out. */
function namesIn(stack: unknown, section: 'resource' | 'data'): string[] {
  const zones = Object.values(fields(fields(fields(stack)[section])[ZONE])).map(fields);
  return zones.flatMap(({ name, private_zone: isPrivate }) =>
    typeof name === 'string' && !name.includes('${') && isPrivate !== true ? [name.replace(/\.$/, '')] : [],
  );
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
