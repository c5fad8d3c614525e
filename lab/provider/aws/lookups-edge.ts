import { isObject, type ObjectValue, objects, same, strings, text } from '../protocol/value';
import { error, type Found, type Lookup, type Question, single, values } from './lookup';
import { findBalancer } from './lookups-network';
import { hostName } from './names';

/** Zones, certificates, load balancers, firewalls and what CloudFront has ready. */
export const EDGE_LOOKUPS: Readonly<Record<string, Lookup>> = {
  aws_route53_zone: ({ world, config }) => {
    const zones = world
      .all('aws_route53_zone')
      .map(({ state }): ObjectValue => ({ ...state, private_zone: objects(state.vpc).length > 0 }));
    const id = text(config.zone_id);
    if (id !== undefined) {
      const zone = zones.find((one) => one.zone_id === id);
      return zone ? values(zone) : error(`reading Route 53 Hosted Zone (${id}): couldn't find resource`);
    }
    const isPrivate = config.private_zone === true || text(config.vpc_id) !== undefined;
    return single(
      'Route 53 Hosted Zone',
      zones.filter((one) => hostName(one.name) === hostName(config.name) && one.private_zone === isPrivate),
    );
  },

  // ACM lists what is issued, unless it is asked for more.
  aws_acm_certificate: ({ world, place, config }) => {
    const statuses = strings(config.statuses);
    const tags = isObject(config.tags) ? Object.entries(config.tags) : [];
    const found = world
      .all('aws_acm_certificate')
      .filter(
        ({ region, state }) => region === place.region && (!text(config.domain) || state.domain_name === config.domain),
      )
      .map(({ state }) => state)
      .filter(({ status }) => (statuses.length > 0 ? statuses : ['ISSUED']).includes(String(status)))
      .filter(({ tags_all: all }) => tags.every(([key, value]) => isObject(all) && same(all[key], value)));
    const newest = found.at(-1);
    if (!newest) return error('reading ACM Certificates: empty result');
    if (found.length > 1 && config.most_recent !== true)
      return error(`${found.length} matching ACM Certificates found`);
    return values({ ...newest, domain: newest.domain_name ?? null });
  },

  aws_lb: findBalancer,
  aws_alb: findBalancer,

  aws_wafv2_web_acl: ({ world, place, config }) => {
    const found = world
      .all('aws_wafv2_web_acl')
      .find(
        ({ region, state }) => region === place.region && state.name === config.name && state.scope === config.scope,
      );
    return found ? values(found.state) : error(`reading WAFv2 WebACL (${String(config.name)}): couldn't find resource`);
  },

  aws_cloudfront_cache_policy: (question) => cloudFrontPolicy('cache_policy', 'Cache Policy', question),
  aws_cloudfront_origin_request_policy: (question) =>
    cloudFrontPolicy('origin_request_policy', 'Origin Request Policy', question),
  aws_cloudfront_response_headers_policy: (question) =>
    cloudFrontPolicy('response_headers_policy', 'Response Headers Policy', question),

  // AWS publishes some under /aws/, the newest machine images among them.
  aws_ssm_parameter: ({ world, place, config }) => {
    const name = text(config.name) ?? '';
    const found = world
      .all('aws_ssm_parameter')
      .find(({ region, state }) => region === place.region && state.name === name);
    if (found) return values({ ...found.state, insecure_value: found.state.value ?? null });
    if (!name.startsWith('/aws/')) return error(`reading SSM Parameter (${name}): couldn't find resource`);
    const image = 'ami-0123456789abcdef0';
    const value = name.endsWith('/recommended') ? JSON.stringify({ image_id: image }) : image;
    return values({ name, type: 'String', value, insecure_value: value, version: 1 });
  },
};

/** "Use managed cache policies", "... origin request policies", "... response headers policies". */
const MANAGED: Readonly<Record<string, string>> = {
  'Managed-AllViewer': '216adef6-5c7f-47e4-b989-5492eafa07d3',
  'Managed-AllViewerExceptHostHeader': 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  'Managed-CachingDisabled': '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  'Managed-CachingOptimized': '658327ea-f89d-4fab-a63d-7e88639e58f6',
  'Managed-CORS-S3Origin': '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
  'Managed-SecurityHeadersPolicy': '67f7725c-6f97-4210-82d7-5512b31e9d03',
};

function cloudFrontPolicy(kind: string, what: string, { world, config }: Question): Found {
  const [id, name] = [text(config.id), text(config.name) ?? ''];
  const found = world
    .all(`aws_cloudfront_${kind}`)
    .find(({ state }) => (id === undefined ? state.name === name : state.id === id));
  if (found) return values(found.state);
  const managed = MANAGED[name];
  if (managed !== undefined) return values({ id: managed, name });
  const known = Object.entries(MANAGED).find(([, uuid]) => uuid === id);
  if (known) return values({ id: known[1], name: known[0] });
  return id === undefined
    ? error(`no matching CloudFront ${what} (${name})`)
    : error(`reading CloudFront ${what} (${id}): couldn't find resource`);
}
