import { regionFacts } from '../catalog';
import { type EndpointService, isServiceIn } from '../endpoint-services';
import { listed, type Problem, pathText, shown } from '../problems';
import { cidrsOverlap, NETWORK_PREFIX, parseCidr } from '../topology';
import { type Check, namesOf } from './draft';

/** Ranges that no VPC can have: this network, loopback, link-local, multicast and reserved ("VPC CIDR blocks", RFC 6890). */
const UNUSABLE_CIDRS = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'] as const;

const range: Check = (config) => {
  const cidr = config.network?.cidr;
  if (cidr === undefined) return [];
  const { prefix } = parseCidr(cidr);
  if (prefix < NETWORK_PREFIX.min || prefix > NETWORK_PREFIX.max)
    return [
      {
        path: 'network.cidr',
        message: `${shown(cidr)}: /${prefix} is out of range. Allowed: /${NETWORK_PREFIX.min} to /${NETWORK_PREFIX.max}, as each of 64 Region slots takes a /16. Use "10.0.0.0/8".`,
      },
    ];
  const unusable = UNUSABLE_CIDRS.find((other) => cidrsOverlap(cidr, other));
  return unusable
    ? [{ path: 'network.cidr', message: `${shown(cidr)} holds ${unusable}, which no VPC can use. Use "10.0.0.0/8".` }]
    : [];
};

const zones: Check = ({ network }, entries) => {
  const { azs } = network ?? {};
  const small = azs === 3 ? namesOf(entries).filter((name) => regionFacts(name).zones < azs) : [];
  return small.length === 0
    ? []
    : [
        {
          path: 'network.azs',
          message: `3, and ${listed(small)} ${small.length === 1 ? 'shows' : 'show'} a newer account two zones only. Write 2, or leave it out: each Region then has as many as it can.`,
        },
      ];
};

const stableAddresses: Check = ({ network }) => {
  const { stableEgressIps, nat } = network ?? {};
  if (!stableEgressIps || nat === undefined || nat === 'single' || nat === 'per-az') return [];
  const why = nat === 'none' ? 'there is no NAT gateway to have one' : 'AWS picks the addresses of a regional one';
  return [
    {
      path: 'network.stableEgressIps',
      message: `true, and with \`nat\` ${shown(nat)} ${why}. Take it out, or set \`nat\` to "per-az" or "single".`,
    },
  ];
};

const endpoints: Check = ({ network }, entries) =>
  (network?.interfaceEndpoints ?? []).flatMap((service: EndpointService | undefined, index, all): Problem[] => {
    if (service === undefined) return [];
    const path = pathText(['network', 'interfaceEndpoints', index]);
    const first = all.indexOf(service);
    if (first !== index)
      return [
        { path, message: `${shown(service)} is already network.interfaceEndpoints[${first}]. Name each service once.` },
      ];
    const without = namesOf(entries).filter((region) => !isServiceIn(service, region));
    return without.length === 0
      ? []
      : [{ path, message: `${shown(service)} is not a service of ${listed(without)}. Take it out.` }];
  });

const privateZone: Check = ({ network, ingress }, entries) => {
  const zone = network?.privateZone;
  if (zone === undefined || zone === 'leaving') return [];
  const path = 'network.privateZone';
  const elsewhere = entries.find(({ name }) => regionFacts(name).partition !== 'aws');
  if (elsewhere)
    return [
      {
        path,
        message: `${elsewhere.name} is in the partition ${regionFacts(elsewhere.name).partition}, whose hosted zones Meridian does not make. Take it out.`,
      },
    ];
  return zone === ingress?.domain
    ? [
        {
          path,
          message: `${shown(zone)} is \`ingress.domain\` too: its public names would be hidden from the VPCs. Write ${shown(`internal.${zone}`)}.`,
        },
      ]
    : [];
};

const recreated: Check = (config, entries) =>
  (config.regions ?? []).flatMap((entry, index): Problem[] => {
    if (typeof entry !== 'object' || entry === null || !entry.recreate?.includes('backbone')) return [];
    const path = pathText(['regions', index, 'recreate']);
    const state = entries.find(({ name }) => name === entry.name)?.state;
    if (state !== undefined && state !== 'returning')
      return [
        {
          path,
          message: `only a Region that is returning makes anything anew, and ${entry.name} is ${state}. Take it out.`,
        },
      ];
    return config.network?.backbone === 'none'
      ? [{ path, message: '"backbone", and `network.backbone` is "none". Take it out.' }]
      : [];
  });

/** What the VPCs and what joins them need. */
export const NETWORK_CHECKS: readonly Check[] = [range, zones, stableAddresses, endpoints, privateZone, recreated];
