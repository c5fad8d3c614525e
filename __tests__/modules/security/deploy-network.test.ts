import {
  backbonePermissions,
  hubPermissions,
  networkPermissions,
  privateZonePermissions,
} from '../../../modules/security/deploy-network';
import { allowing, arn, FOREIGN_TAGS, iam, NEW_TAGS, OWN_TAGS, REACH } from './reach';

/** Whether one new object can be made, in or from others that are there. */
type Making = readonly [action: string, made: string, ...from: string[]];

/** What every role of these may do to what it makes, and must not do to what is not the platform's. */
function describeMaking(can: ReturnType<typeof allowing>, table: readonly Making[]): void {
  test.each(table)('%s: with the platform’s tags, in what has them', (action, made, ...from) => {
    expect(can(`ec2:${action}`, arn('ec2', `${made}/*`), NEW_TAGS)).toBe(true);
    expect(can(`ec2:${action}`, arn('ec2', `${made}/*`))).toBe(false);
    expect(can('ec2:CreateTags', arn('ec2', `${made}/1`), { ...NEW_TAGS, 'ec2:CreateAction': action })).toBe(true);
    expect(can('ec2:CreateTags', arn('ec2', `${made}/1`), { ...NEW_TAGS, ...FOREIGN_TAGS })).toBe(false);
    for (const kind of from) {
      expect([kind, can(`ec2:${action}`, arn('ec2', `${kind}/1`), OWN_TAGS)]).toEqual([kind, true]);
      expect([kind, can(`ec2:${action}`, arn('ec2', `${kind}/1`), FOREIGN_TAGS)]).toEqual([kind, false]);
    }
  });
}

/** Actions on what is there, each on all kinds that EC2 asks about ("Actions, resources, and condition keys for Amazon EC2"). */
function describeChanges(can: ReturnType<typeof allowing>, table: readonly (readonly [string, ...string[]])[]): void {
  test.each(table)('%s: what has the platform’s tags, and no other', (action, ...kinds) => {
    for (const kind of kinds) {
      const object = arn('ec2', `${kind}/1`);
      expect([kind, can(`ec2:${action}`, object, OWN_TAGS)]).toEqual([kind, true]);
      expect([kind, can(`ec2:${action}`, object, FOREIGN_TAGS)]).toEqual([kind, false]);
      expect([kind, can(`ec2:${action}`, object)]).toEqual([kind, false]);
    }
  });
}

describe('the role that applies regions', () => {
  const can = allowing(networkPermissions(REACH));

  describeMaking(can, [
    ['AllocateAddress', 'elastic-ip'],
    ['AuthorizeSecurityGroupIngress', 'security-group-rule', 'security-group'],
    ['CreateEgressOnlyInternetGateway', 'egress-only-internet-gateway', 'vpc'],
    ['CreateFlowLogs', 'vpc-flow-log', 'vpc'],
    ['CreateInternetGateway', 'internet-gateway'],
    ['CreateNatGateway', 'natgateway', 'subnet', 'elastic-ip', 'vpc'],
    ['CreateRouteTable', 'route-table', 'vpc'],
    ['CreateSecurityGroup', 'security-group', 'vpc'],
    ['CreateSubnet', 'subnet', 'vpc'],
    ['CreateTransitGatewayVpcAttachment', 'transit-gateway-attachment', 'transit-gateway', 'subnet', 'vpc'],
    ['CreateVpc', 'vpc'],
    ['CreateVpcEndpoint', 'vpc-endpoint', 'vpc', 'route-table', 'security-group', 'subnet'],
  ]);
  describeChanges(can, [
    ['AssociateRouteTable', 'route-table', 'subnet'],
    ['AssociateTransitGatewayRouteTable', 'transit-gateway-attachment', 'transit-gateway-route-table'],
    ['AttachInternetGateway', 'internet-gateway', 'vpc'],
    ['CreateRoute', 'route-table'],
    ['DeleteEgressOnlyInternetGateway', 'egress-only-internet-gateway'],
    ['DeleteFlowLogs', 'vpc-flow-log'],
    ['DeleteInternetGateway', 'internet-gateway'],
    ['DeleteNatGateway', 'natgateway'],
    ['DeleteTransitGatewayVpcAttachment', 'transit-gateway-attachment'],
    ['DeleteVpc', 'vpc'],
    ['DetachInternetGateway', 'internet-gateway', 'vpc'],
    ['DisableTransitGatewayRouteTablePropagation', 'transit-gateway-attachment', 'transit-gateway-route-table'],
    ['DisassociateAddress', 'elastic-ip'],
    ['DisassociateTransitGatewayRouteTable', 'transit-gateway-attachment', 'transit-gateway-route-table'],
    ['EnableTransitGatewayRouteTablePropagation', 'transit-gateway-attachment', 'transit-gateway-route-table'],
    ['ModifyTransitGatewayVpcAttachment', 'transit-gateway-attachment', 'subnet'],
    ['ModifyVpcEndpoint', 'vpc-endpoint', 'subnet', 'security-group', 'route-table'],
    ['ReleaseAddress', 'elastic-ip'],
    ['ReplaceRoute', 'route-table'],
    ['RevokeSecurityGroupIngress', 'security-group'],
  ]);

  test('makes no machine', () => expect(can('ec2:RunInstances', arn('ec2', 'instance/*'), NEW_TAGS)).toBe(false));

  test('takes over a default group that nobody has tagged, never another platform’s', () => {
    const group = arn('ec2', 'security-group/sg-1');
    expect(can('ec2:CreateTags', group, NEW_TAGS)).toBe(true);
    expect(can('ec2:CreateTags', group, { ...NEW_TAGS, ...FOREIGN_TAGS })).toBe(false);
    expect(can('ec2:CreateTags', arn('ec2', 'vpc/vpc-1'), NEW_TAGS)).toBe(false);
  });

  test('lets gateways have the role that AWS makes for them, and no other service', () => {
    const role = iam('role/aws-service-role/x');
    for (const service of ['ec2-nat-gateway.amazonaws.com', 'transitgateway.amazonaws.com'])
      expect(can('iam:CreateServiceLinkedRole', role, { 'iam:AWSServiceName': service })).toBe(true);
    expect(can('iam:CreateServiceLinkedRole', role, { 'iam:AWSServiceName': 'ecs.amazonaws.com' })).toBe(false);
  });

  test('gives endpoints their private names, and writes no record', () => {
    expect(can('route53:AssociateVPCWithHostedZone', 'arn:aws:route53:::hostedzone/Z1')).toBe(true);
    expect(can('route53:ChangeResourceRecordSets', 'arn:aws:route53:::hostedzone/Z1')).toBe(false);
  });
});

describe('the role that applies foundation', () => {
  const can = allowing(hubPermissions(REACH));

  describeMaking(can, [
    ['AllocateAddress', 'elastic-ip'],
    ['CreateTransitGateway', 'transit-gateway'],
    ['CreateTransitGatewayRouteTable', 'transit-gateway-route-table', 'transit-gateway'],
  ]);
  describeChanges(can, [
    ['CreateTags', 'transit-gateway', 'elastic-ip'],
    ['DeleteTransitGateway', 'transit-gateway'],
    ['DeleteTransitGatewayRouteTable', 'transit-gateway-route-table'],
    ['ModifyTransitGateway', 'transit-gateway'],
    ['ReleaseAddress', 'elastic-ip'],
  ]);

  test('leaves VPCs alone', () => expect(can('ec2:DeleteVpc', arn('ec2', 'vpc/1'), OWN_TAGS)).toBe(false));
});

describe('the role that applies global', () => {
  const can = allowing(backbonePermissions(REACH));

  describeMaking(can, [
    ['CreateTransitGatewayPeeringAttachment', 'transit-gateway-attachment', 'transit-gateway'],
    ['CreateVpcPeeringConnection', 'vpc-peering-connection', 'vpc'],
  ]);
  describeChanges(can, [
    ['AssociateTransitGatewayRouteTable', 'transit-gateway-attachment', 'transit-gateway-route-table'],
    ['CreateRoute', 'route-table'],
    ['CreateTransitGatewayRoute', 'transit-gateway-attachment', 'transit-gateway-route-table'],
    ['DeleteRoute', 'route-table'],
    ['DeleteTransitGatewayPeeringAttachment', 'transit-gateway-attachment'],
    ['DeleteTransitGatewayRoute', 'transit-gateway-route-table'],
    ['DeleteVpcPeeringConnection', 'vpc-peering-connection'],
    ['DisassociateTransitGatewayRouteTable', 'transit-gateway-attachment', 'transit-gateway-route-table'],
    ['ModifyVpcPeeringConnectionOptions', 'vpc-peering-connection'],
  ]);

  test.each([
    ['AcceptTransitGatewayPeeringAttachment', 'transit-gateway-attachment'],
    ['AcceptVpcPeeringConnection', 'vpc-peering-connection'],
  ])('%s: a peering that has just arrived, and tags it; none of another platform', (action, kind) => {
    const peering = arn('ec2', `${kind}/1`);
    expect(can(`ec2:${action}`, peering)).toBe(true);
    expect(can(`ec2:${action}`, peering, FOREIGN_TAGS)).toBe(false);
    expect(can('ec2:CreateTags', peering, NEW_TAGS)).toBe(true);
    expect(can('ec2:CreateTags', peering, { ...NEW_TAGS, ...FOREIGN_TAGS })).toBe(false);
  });

  test('accepts a peering for the platform’s VPCs alone', () => {
    expect(can('ec2:AcceptVpcPeeringConnection', arn('ec2', 'vpc/1'), OWN_TAGS)).toBe(true);
    expect(can('ec2:AcceptVpcPeeringConnection', arn('ec2', 'vpc/1'))).toBe(false);
  });

  test('makes peerings, and neither VPCs nor gateways', () => {
    expect(can('ec2:CreateVpcPeeringConnection', arn('ec2', 'vpc/1'), NEW_TAGS)).toBe(false);
    expect(can('ec2:CreateTransitGateway', arn('ec2', 'transit-gateway/*'), NEW_TAGS)).toBe(false);
    expect(can('ec2:DeleteVpc', arn('ec2', 'vpc/1'), OWN_TAGS)).toBe(false);
    expect(can('ec2:DeleteTransitGateway', arn('ec2', 'transit-gateway/1'), OWN_TAGS)).toBe(false);
  });
});

test('a private zone is made and joined to VPCs; its records are not written', () => {
  const can = allowing(privateZonePermissions(REACH));
  const zone = 'arn:aws:route53:::hostedzone/Z1';
  expect(can('route53:CreateHostedZone', '*')).toBe(true);
  for (const action of ['AssociateVPCWithHostedZone', 'DisassociateVPCFromHostedZone', 'DeleteHostedZone'])
    expect(can(`route53:${action}`, zone)).toBe(true);
  expect(can('route53:ChangeResourceRecordSets', zone)).toBe(false);
});

test('no two statements of a role have one id', () => {
  for (const statements of [
    networkPermissions(REACH),
    hubPermissions(REACH),
    [...backbonePermissions(REACH), ...privateZonePermissions(REACH)],
  ]) {
    const ids = statements.map(({ sid }) => sid);
    expect(new Set(ids).size).toBe(ids.length);
  }
});
