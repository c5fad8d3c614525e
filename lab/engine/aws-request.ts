/** Services whose API has one address for all Regions; their requests are signed for the Region of the control plane. */
const GLOBAL_SERVICES = new Set([
  'account',
  'cloudfront',
  'globalaccelerator',
  'iam',
  'networkmanager',
  'organizations',
  'route53',
  'route53-recovery-control-config',
  'shield',
]);

/** A request to AWS, as far as an HTTP request tells what it is without knowing the service. */
export interface AwsRequest {
  /** Name under which it is signed: `kms`, `dynamodb`. */
  readonly service: string;
  /** Region that it is signed for; `global` for a service that has none. */
  readonly region: string;
  /** `ReplicateKey`, or method and sub-resource for a service that has no operation names in its requests: `PUT ?versioning`. */
  readonly action: string;
  readonly protocol: Protocol;
}
/** Which form an answer has, an error above all. */
export type Protocol = 'json' | 'query' | 'ec2' | 's3' | 'rest-json' | 'rest-xml';

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** Signature Version 4 names Region and service in every request ("Elements of an AWS API request signature"). */
const SCOPE = /Credential=[^/]*\/\d+\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/i;
const REST_XML = new Set(['cloudfront', 'route53']);

/** What a request asks for; nothing where it is not signed, hence not meant for AWS. */
export function awsRequest({ method, url, headers, body }: HttpRequest): AwsRequest | undefined {
  const [, signedFor, service] = SCOPE.exec(text(headers.authorization) || decodeURIComponent(url)) ?? [];
  if (signedFor === undefined || service === undefined) return undefined;
  const region = GLOBAL_SERVICES.has(service) ? 'global' : signedFor;

  const target = text(headers['x-amz-target']);
  if (target) return { service, region, action: target.replace(/^.*\./, ''), protocol: 'json' };
  if (text(headers['content-type']).includes('x-www-form-urlencoded')) {
    const action = new URLSearchParams(body.toString()).get('Action');
    if (action) return { service, region, action, protocol: service === 'ec2' ? 'ec2' : 'query' };
  }
  const action = `${method} ${service === 's3' ? subResource(url) : url.replace(/\?.*/s, '')}`;
  if (service === 's3') return { service, region, action, protocol: 's3' };
  return { service, region, action, protocol: REST_XML.has(service) ? 'rest-xml' : 'rest-json' };
}

/** What of a bucket or object is meant: `?versioning`, `bucket`, `object`. */
function subResource(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const named = [...searchParams].find(([name, value]) => value === '' && /^[a-z][A-Za-z-]*$/.test(name));
  if (named) return `?${named[0]}`;
  return pathname.split('/').filter(Boolean).length > 1 ? 'object' : 'bucket';
}

const text = (header: string | readonly string[] | undefined): string =>
  typeof header === 'string' ? header : (header?.[0] ?? '');

const XML = 'text/xml';
const JSON_TYPE = 'application/x-amz-json-1.1';

/** An answer with which the provider stops at once, in its service's own form. */
export function errorAnswer(
  protocol: Protocol,
  code: string,
  message: string,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const error = `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  switch (protocol) {
    case 'json':
    case 'rest-json':
      return {
        headers: { 'content-type': JSON_TYPE, 'x-amzn-errortype': code },
        body: JSON.stringify({ __type: code, message }),
      };
    case 's3':
      return { headers: { 'content-type': XML }, body: error };
    case 'ec2':
      return {
        headers: { 'content-type': XML },
        body: `<Response><Errors>${error}</Errors><RequestID>0</RequestID></Response>`,
      };
    case 'query':
    case 'rest-xml':
      return {
        headers: { 'content-type': XML },
        body: `<ErrorResponse>${error}<RequestId>0</RequestId></ErrorResponse>`,
      };
  }
}

const escaped = (message: string): string => message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
