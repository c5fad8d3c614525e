import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../../engine/aws-request';
import { S3Error } from './errors';

/** "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)": a week at most. */
const LONGEST_SECONDS = 7 * 24 * 60 * 60;

/**
 * Judges a presigned request as S3 does: not too late, every signed header as it was signed. The key is looked up by its
 * id; the others of the request have been signed with it.
 * @throws S3Error
 */
export function checkPresigned(request: HttpRequest, secretOf: (keyId: string) => string | undefined): void {
  const { pathname, searchParams: query } = new URL(request.url, 'http://s3');
  const [keyId = '', date = '', region = '', service = ''] = (query.get('X-Amz-Credential') ?? '').split('/');
  const [at, seconds] = [query.get('X-Amz-Date') ?? '', Number(query.get('X-Amz-Expires'))];
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  if (!(seconds >= 1 && seconds <= LONGEST_SECONDS))
    throw new S3Error(400, 'AuthorizationQueryParametersError', 'X-Amz-Expires must be from 1 to 604800 seconds');
  if (Date.now() > timeOf(at) + seconds * 1_000) throw new S3Error(403, 'AccessDenied', 'Request has expired');
  const secret = secretOf(keyId);
  if (secret === undefined)
    throw new S3Error(403, 'InvalidAccessKeyId', 'The AWS Access Key Id does not exist in our records.');

  const pairs = [...query].filter(([name]) => name !== 'X-Amz-Signature').map((pair) => pair.map(encoded).join('='));
  const canonical = [
    request.method,
    pathname,
    pairs.sort().join('&'),
    ...signed.map((name) => `${name}:${header(request, name).trim().replace(/ +/g, ' ')}`),
    '',
    signed.join(';'),
    query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${secret}`,
  );
  if (!same(createHmac('sha256', key).update(text).digest('hex'), query.get('X-Amz-Signature') ?? ''))
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      `The request signature we calculated does not match the signature you provided. Signed headers: ${signed.join(', ')}.`,
    );
}

const header = ({ headers }: HttpRequest, name: string): string => String(headers[name] ?? '');

/** `20261120T155745Z`. */
function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) || 0;
}

/** Everything but the unreserved characters, as the signature wants it. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
