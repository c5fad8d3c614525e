import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monthly, PRICES } from '../../cli/costs/prices';

const PAGE = readFileSync(join(__dirname, '../../docs/network.md'), 'utf8').replace(/\s+/g, ' ');
const usd = (price: keyof typeof PRICES, count = 1): number => monthly(PRICES[price]) * count;
const text = (amount: number): string => amount.toFixed(2);

const check = usd('healthCheck') + usd('healthCheckOption', 2);
const gate = usd('healthCheck');
const acl = usd('webAcl') + usd('webAclRule', 4);

test.each([
  [
    'NAT in each of three zones',
    `| \`per-az\` (default) | one zone: that zone's way out, no other | ${text(usd('natGateway', 3))} |`,
  ],
  ['NAT in one', `| \`single\` | its zone: the way out of all three | ${text(usd('natGateway'))} |`],
  ['an address', `Each gateway has a public address besides, ${text(usd('publicIpv4'))}.`],
  ['an endpoint', `An interface endpoint is ${text(usd('interfaceEndpoint'))} a month and zone`],
  ['five endpoints', `five of them in three zones are ${text(usd('interfaceEndpoint', 15))}`],
  [
    'three attachments and six ends of peerings',
    `gateways are \`foundation\`'s | ${text(usd('transitGatewayAttachment', 9))} |`,
  ],
  ['the checks of three Regions', `| ${text(3 * (check + gate) + gate)} for checks |`],
  [
    'an accelerator and its addresses',
    `| ${text(usd('accelerator') + usd('publicIpv4', 2))} besides, and traffic by the GB |`,
  ],
  [
    'a web ACL',
    `A web ACL with its rules is ${text(acl)}, an Application Load Balancer ${text(usd('loadBalancer'))} and its three addresses ${text(usd('publicIpv4', 3))}, the checks of a Region ${text(check + gate)} and one of all Regions ${text(gate)}.`,
  ],
  ['a cluster', `if about US$ ${usd('recoveryCluster').toLocaleString('en-US')} a month are worth it`],
])('the page prices %s as the estimate does', (_, shown) => expect(PAGE).toContain(shown));

test('five endpoints cost what gateways with their addresses do', () =>
  expect(usd('interfaceEndpoint', 15)).toBeCloseTo(usd('natGateway', 3) + usd('publicIpv4', 3), 2));
