import type {
  CloudFrontHeaders,
  CloudFrontRequest,
  CloudFrontRequestResult,
  CloudFrontResultResponse,
} from 'aws-lambda';
import type { EdgeData } from './edge-data';
import { jsonField } from './json-field';

/** `application/json`, and what is written as JSON under another name: `application/problem+json`. */
const JSON_TYPE = /^\s*application\/([\w.-]+\+)?json\s*(;|$)/i;

/**
 * Sends a request to the API of the jurisdiction that its body names. One that names none goes on to where Route 53 sends
 * it. One that cannot be read, or names what is none, is refused: its data would come to rest in the wrong place.
 */
export function place(request: CloudFrontRequest, { field, hosts }: EdgeData): CloudFrontRequestResult {
  const { body, headers } = request;
  if (!body || body.data === '' || !JSON_TYPE.test(headerOf(headers, 'content-type'))) return request;
  const encoding = headerOf(headers, 'content-encoding').trim().toLowerCase();
  if (encoding !== '' && encoding !== 'identity')
    return refusal(415, 'Unsupported Media Type', 'Send the body without content-encoding.');
  // CloudFront shows a function the first megabyte ("Restrictions on Lambda@Edge").
  if (body.inputTruncated) return refusal(413, 'Content Too Large', 'Send a body of 1 MB at most.');

  const text = decoded(body.data, body.encoding);
  if (text === undefined) return refusal(400, 'Bad Request', 'The body is not UTF-8.');
  const reading = jsonField(text, field);
  if (reading.found === 'nothing') return request;
  if (reading.found === 'broken') return refusal(400, 'Bad Request', reading.why);
  const host =
    typeof reading.value === 'string' && Object.hasOwn(hosts, reading.value) ? hosts[reading.value] : undefined;
  if (host === undefined)
    return refusal(400, 'Bad Request', `${field} is none of ${Object.keys(hosts).sort().join(', ')}.`);
  return sentTo(request, host);
}

/** The same request to another host, of which the API behind it must know itself by. */
function sentTo(request: CloudFrontRequest, host: string): CloudFrontRequest {
  const custom = request.origin?.custom;
  if (!custom)
    throw new Error('The behaviour has no custom origin. Associate the function with that of the API alone.');
  return {
    ...request,
    headers: { ...request.headers, host: [{ key: 'Host', value: host }] },
    origin: { custom: { ...custom, domainName: host } },
  };
}

const headerOf = (headers: CloudFrontHeaders, name: string): string => headers[name]?.[0]?.value ?? '';

/** The text of a body; nothing where its bytes are none. */
function decoded(data: string, encoding: 'base64' | 'text'): string | undefined {
  if (encoding === 'text') return data;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'));
  } catch {
    return undefined;
  }
}

/** A refusal in the form of "Problem Details for HTTP APIs" (RFC 9457). */
const refusal = (status: number, title: string, detail: string): CloudFrontResultResponse => ({
  status: String(status),
  statusDescription: title,
  headers: {
    'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
    'content-type': [{ key: 'Content-Type', value: 'application/problem+json' }],
  },
  body: JSON.stringify({ type: 'about:blank', title, status, detail }),
});
