import { type RegionName, regionFacts } from '../catalog';
import { HOST_LIMITS, jurisdictionHost, targetHost } from '../hosts';
import { ROUTING_OF, switchOf } from '../ingress';
import { listed, type Problem, pathText, shown } from '../problems';
import type { CompleteConfig } from '../schema';
import { type Check, type Draft, type Entry, isAbsent, namesOf, ofIngress } from './draft';
import { SERVICE_CHECKS } from './service';

type IngressConfig = NonNullable<CompleteConfig['ingress']>;

/** Endpoint groups of an accelerator ("Quotas for AWS Global Accelerator"). */
export const MAX_ACCELERATED_REGIONS = 42;
/** Health checks of an account ("Quotas", Amazon Route 53). */
export const MAX_HEALTH_CHECKS = 200;

const activeIn = (entries: readonly Entry[]): RegionName[] =>
  namesOf(entries.filter(({ state }) => state === 'active'));

/** Regions that DNS answers with: also one that returns, as its health check decides. */
const servingIn = (entries: readonly Entry[]): RegionName[] =>
  namesOf(entries.filter(({ state }) => state === 'active' || state === 'returning'));

const partition = ofIngress((_ingress, entries) => {
  const other = entries.find(({ name }) => regionFacts(name).partition !== 'aws');
  return other
    ? [
        {
          path: 'ingress',
          message: `${other.name} is in the partition ${regionFacts(other.name).partition}, where there is neither CloudFront nor Global Accelerator nor the Route 53 that Meridian writes to. Take \`ingress\` out.`,
        },
      ]
    : [];
});

const hosts = ofIngress(({ domain, residency }, entries) => {
  if (domain === undefined) return [];
  const longest = [
    ...namesOf(entries).map((region) => targetHost(domain, region)),
    ...Object.keys(residency ?? {}).map((name) => jurisdictionHost(domain, name)),
  ].sort((a, b) => b.length - a.length)[0];
  const label = domain.split('.').find((part) => part.length > HOST_LIMITS.label);
  if (label !== undefined)
    return [
      {
        path: 'ingress.domain',
        message: `the label ${shown(label)} has ${label.length} characters. Allowed: ${HOST_LIMITS.label}. Take a shorter one.`,
      },
    ];
  return longest !== undefined && longest.length > HOST_LIMITS.name
    ? [
        {
          path: 'ingress.domain',
          message: `the host ${shown(longest)} has ${longest.length} characters. Allowed: ${HOST_LIMITS.name}. Take a shorter domain.`,
        },
      ]
    : [];
});

const zones = ofIngress(({ domain, parentZone, zone, delegated }) => {
  const problems: Problem[] = [];
  if (parentZone !== undefined && domain !== undefined && !domain.endsWith(`.${parentZone}`))
    problems.push({
      path: 'ingress.parentZone',
      message: `${shown(parentZone)} is not above ${shown(domain)}. Write a zone that \`domain\` ends in, or take it out.`,
    });
  if (parentZone !== undefined && zone === 'existing')
    problems.push({
      path: 'ingress.parentZone',
      message: '`zone` is "existing": who made it has delegated to it. Take one of the two out.',
    });
  if (delegated === false && (parentZone !== undefined || zone === 'existing'))
    problems.push({
      path: 'ingress.delegated',
      message: `false, and ${zone === 'existing' ? '`zone` is "existing"' : 'the delegation is written to `parentZone`'}. Take it out.`,
    });
  return problems;
});

const accelerator = ofIngress(({ front, entry, routing, switch: asked }, entries, { config }) => {
  if (front !== 'accelerator') return [];
  const problems: Problem[] = [];
  if (routing !== undefined)
    problems.push({
      path: 'ingress.routing',
      message: `${shown(routing)} is how DNS picks a Region; Global Accelerator takes the nearest one that is healthy. Take it out, or set \`front\` to "dns".`,
    });
  if (entry !== undefined && entry !== 'alb')
    problems.push({
      path: 'ingress.front',
      message: `"accelerator" stands before load balancers only, and \`entry\` is ${shown(entry)}. Set \`entry\` to "alb", or \`front\` to "dns".`,
    });
  const traffic = switchOf({ front, switch: asked }, config.routing !== undefined);
  if (traffic !== 'automatic')
    problems.push({
      path: 'ingress.switch',
      message: `${shown(traffic)} steers DNS, and Global Accelerator follows its endpoints' health alone. Set "automatic", or \`front\` to "dns".`,
    });
  const regions = namesOf(entries).length;
  if (regions > MAX_ACCELERATED_REGIONS)
    problems.push({
      path: 'ingress.front',
      message: `an accelerator has at most ${MAX_ACCELERATED_REGIONS} endpoint groups; there are ${regions} Regions. Set "dns".`,
    });
  return problems;
});

const webAcl = ofIngress(({ waf, entry, front }) =>
  waf === true && entry === 'http-api' && front !== undefined && front !== 'cdn'
    ? [
        {
          path: 'ingress.waf',
          message:
            'true, and AWS WAF cannot stand before an HTTP API. Set `entry` to "rest-api" or "alb", `front` to "cdn", or take it out.',
        },
      ]
    : [],
);

const routingOf = ({ routing }: Partial<IngressConfig>, { config, refused }: Draft) =>
  routing ?? (refused(['ingress', 'routing']) || !config.pattern ? undefined : ROUTING_OF[config.pattern]);

const failover = ofIngress((ingress, entries, draft) => {
  const active = servingIn(entries);
  return ingress.routing === 'failover' && active.length !== 2 && draft.unreadRegions.length === 0
    ? [
        {
          path: 'ingress.routing',
          message: `"failover" takes exactly 2 Regions; there ${active.length === 1 ? 'is' : 'are'} ${active.length}. Use "priority", which takes any number.`,
        },
      ]
    : [];
});

const weights = ofIngress((ingress, entries, draft) => {
  const path = 'ingress.weights';
  const routing = routingOf(ingress, draft);
  const { weights: given = {} } = ingress;
  if (routing === undefined || draft.refused(['ingress', 'weights'])) return [];
  if (routing !== 'weighted')
    return Object.keys(given).length === 0
      ? []
      : [
          {
            path,
            message: `only routing "weighted" has weights, and it is ${shown(routing)}. Take them out, or set \`routing\`.`,
          },
        ];
  const missing = servingIn(entries).filter((region) => !Object.hasOwn(given, region));
  const problems: Problem[] = Object.keys(given)
    .filter((region) => isAbsent(region, entries, draft))
    .map((region) => ({
      path: pathText(['ingress', 'weights', region]),
      message: `${region} is not in \`regions\` (${listed(namesOf(entries))}). Take it out, or add it.`,
    }));
  if (missing.length > 0)
    problems.push({
      path,
      message: `no weight for ${listed(missing)}. Write one from 0 to 255 for every Region that serves.`,
    });
  else if (Object.values(given).every((weight) => weight === 0))
    problems.push({
      path,
      message: 'every weight is 0, with which Route 53 spreads evenly. Give one Region more than 0.',
    });
  return problems;
});

const traffic = ofIngress((ingress, entries, draft) => {
  const { front } = ingress;
  if (front === undefined || draft.refused(['ingress', 'switch'])) return [];
  const routed = draft.config.routing !== undefined || draft.refused(['routing']);
  if (ingress.switch === 'routing' && !routed)
    return [
      {
        path: 'ingress.switch',
        message: '"routing" asks the routing layer, and there is none. Write `routing: {}`, or take it out.',
      },
    ];
  const active = activeIn(entries);
  // A default is no promise: only what was asked for must be able to move traffic somewhere.
  return ingress.switch !== undefined &&
    ingress.switch !== 'automatic' &&
    active.length === 1 &&
    draft.unreadRegions.length === 0
    ? [
        {
          path: 'ingress.switch',
          message: `${shown(ingress.switch)}, and only ${active[0]} is active: there is nowhere to switch to. Add a Region, or set "automatic".`,
        },
      ]
    : [];
});

const healthChecks = ofIngress((ingress, entries) => {
  const each = ingress.switch === 'routing-control' ? 3 : 2;
  const count = servingIn(entries).length * each;
  return count > MAX_HEALTH_CHECKS
    ? [
        {
          path: 'regions',
          message: `${count} health checks (${each} a Region). Allowed: ${MAX_HEALTH_CHECKS} an account. Take some Regions out.`,
        },
      ]
    : [];
});

const protection = ofIngress(({ entry, deletionProtection }, entries) => {
  const leaving = namesOf(entries.filter(({ state }) => state === 'leaving'));
  return entry === 'alb' && deletionProtection === true && leaving.length > 0
    ? [
        {
          path: 'ingress.deletionProtection',
          message: `true, and ${listed(leaving)} is leaving: AWS would not delete its load balancer. Set it to false and apply that while ${listed(leaving)} is active; it can be true again afterwards.`,
        },
      ]
    : [];
});

const photos = ofIngress(({ entry }, _entries, { config }) =>
  config.routing?.photos && entry !== undefined && entry !== 'http-api'
    ? [
        {
          path: 'routing.photos',
          message: `its routes are those of an HTTP API, and \`ingress.entry\` is ${shown(entry)}. Set "http-api", or take it out.`,
        },
      ]
    : [],
);

const cdn = ofIngress((ingress, entries, draft) => {
  const { front, cdn: wanted, residency } = ingress;
  if (front === undefined || wanted === undefined) return [];
  const { bucket, origin, regionByCountry = {}, jurisdictionField } = wanted;
  const at = (key: string): string => `ingress.cdn.${key}`;
  const problems: Problem[] = [];
  const used =
    bucket !== undefined ||
    jurisdictionField !== undefined ||
    Object.keys(regionByCountry).length > 0 ||
    origin === 'multi-region-access-point';
  if (front !== 'cdn')
    return used
      ? [
          {
            path: 'ingress.cdn',
            message: `only \`front\` "cdn" has it, and it is ${shown(front)}. Take it out, or set \`front\`.`,
          },
        ]
      : [];
  if (origin === 'multi-region-access-point')
    problems.push({
      path: at('origin'),
      message:
        '"multi-region-access-point": its buckets are fixed when it is made, so that a Region that joins would replace it, and it takes no Region that must be opted into. Write "buckets".',
    });
  const kept = bucket === undefined ? undefined : draft.config.buckets?.[bucket];
  if (bucket !== undefined && !kept && !draft.refused(['buckets']) && !draft.refused(['buckets', bucket]))
    problems.push({
      path: at('bucket'),
      message: `${shown(bucket)} is not in \`buckets\` (${listed(Object.keys(draft.config.buckets ?? {})) || 'which is empty'}). Name one of them, or add it.`,
    });
  else if (kept?.replication === 'none')
    problems.push({
      path: at('bucket'),
      message: `${shown(bucket)} keeps its objects in each Region (replication "none"): another Region's would not do for them. Set "mesh".`,
    });
  const countries = Object.entries(regionByCountry);
  if (countries.length > 0 && bucket === undefined && !draft.refused(['ingress', 'cdn', 'bucket']))
    problems.push({
      path: at('regionByCountry'),
      message: 'says whose bucket is read first, and no `bucket` is read. Name one, or take it out.',
    });
  for (const [country, region] of countries)
    if (region !== undefined && isAbsent(region, entries, draft))
      problems.push({
        path: pathText(['ingress', 'cdn', 'regionByCountry', country]),
        message: `${region} is not in \`regions\` (${listed(namesOf(entries))}). Take it out, or add it.`,
      });
  if (
    jurisdictionField !== undefined &&
    Object.keys(residency ?? {}).length === 0 &&
    !draft.refused(['ingress', 'residency'])
  )
    problems.push({
      path: at('jurisdictionField'),
      message: 'names a jurisdiction, and there are none. Write `residency`, or take it out.',
    });
  return problems;
});

/** What the front door needs. */
export const INGRESS_CHECKS: readonly Check[] = [
  partition,
  hosts,
  zones,
  accelerator,
  webAcl,
  failover,
  weights,
  traffic,
  healthChecks,
  ...SERVICE_CHECKS,
  protection,
  photos,
  cdn,
];
