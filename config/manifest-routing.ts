import type { RegionName } from './catalog';
import { type Platform, regionStackName, type StackName } from './platform';
import type { Routing } from './routing';
import { orderedPairs } from './topology';

/** A resource of a stack. */
interface Addressed {
  readonly stack: StackName;
  readonly address: string;
}

/** What the manifest says of the routing layer. */
export interface RoutingInManifest {
  /** Which table is copied from Region to Region, and by what resource of `foundation`. */
  readonly copies: readonly {
    readonly table: string;
    readonly pair: readonly [from: RegionName, to: RegionName];
    readonly address: string;
  }[];
  readonly stateful: readonly Addressed[];
  readonly servingPath: readonly Addressed[];
  readonly recoveryPath: readonly Addressed[];
}

const NOTHING: RoutingInManifest = { copies: [], stateful: [], servingPath: [], recoveryPath: [] };

/** The routing layer's part of the manifest; nothing of a platform without one. */
export function routingInManifest(platform: Platform): RoutingInManifest {
  const { routing, identity, deployedRegions, holdingRegions, home } = platform;
  if (!routing) return NOTHING;
  const foundation = (address: string): Addressed => ({ stack: 'foundation', address });
  const inRegions = (address: string): Addressed[] =>
    deployedRegions.map((region) => ({ stack: regionStackName(region), address }));
  const fn = (name: string): Addressed[] => inRegions(`aws_lambda_function.routing_function-${name}_function`);

  const control = isPlanned(platform, routing) ? [foundation(CONTROL)] : [];
  const fences = holdingRegions.map((region) => foundation(`aws_dynamodb_table.routing_fence-${region}_table`));
  const names = identity && platform.evacuatedRegions.length === 0 ? ['content', 'directory'] : [];
  const tables = names.map((table) => foundation(addressOf(table, home)));
  const pools = identity
    ? holdingRegions.map((region) => foundation(`aws_cognito_user_pool.routing_users-${region}_pool`))
    : [];
  const updaterRoles = deployedRegions.map((region) =>
    foundation(`aws_iam_role.routing_role-state-updater-${region}_role`),
  );
  return {
    copies: [
      ...(control.length > 0
        ? orderedPairs(routing.registerRegions).map((pair) => ({ table: 'control', pair, address: CONTROL }))
        : []),
      ...names.flatMap((table) =>
        orderedPairs(holdingRegions).map((pair) => ({ table, pair, address: addressOf(table, home) })),
      ),
    ],
    stateful: [...control, ...fences, ...tables, ...pools],
    servingPath: [
      ...control,
      ...fences,
      ...tables,
      ...pools,
      ...inRegions('aws_apigatewayv2_api.routing_api_api'),
      ...fn('health'),
      ...(identity ? fn('authorizer') : []),
      ...(routing.photos ? fn('photos-api') : []),
    ],
    recoveryPath: [...control, ...fences, ...tables, ...updaterRoles, ...fn('state-updater')],
  };
}

const CONTROL = 'aws_dynamodb_table.routing_control_table';
const addressOf = (table: string, home: RegionName): string => `aws_dynamodb_table.routing_${table}-${home}_table`;

/** Reading the register calls its own three Regions: while one of them is out of reach no stack has it. */
function isPlanned({ regions }: Platform, { registerRegions, registerState }: Routing): boolean {
  const states = registerRegions.map((region) => regions.find(({ name }) => name === region)?.state ?? registerState);
  return !states.includes('evacuated');
}
