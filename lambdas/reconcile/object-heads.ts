import { within } from '../shared/deadline';
import { Unavailable } from '../shared/failures';
import type { ObjectFacts, ObjectStore } from '../shared/ports';
import type { Region } from '../shared/record';
import { endpointOf } from '../shared/service-endpoint';
import { lambdaCredentials, signedFetch } from '../shared/signed-fetch';

export interface ObjectHeadsProps {
  readonly bucket: string;
  readonly region: Region;
  /** Environment of the process: credentials, and an endpoint that stands in for AWS. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for one answer. @default 2000 */
  readonly limitMs?: number;
}

/** What a bucket of any Region says of its objects. Comparing needs nothing else, so it needs no S3 client. */
export class ObjectHeads implements Pick<ObjectStore, 'head' | 'list'> {
  constructor(private readonly props: ObjectHeadsProps) {}

  /** @throws Unavailable */
  public async head(key: string): Promise<ObjectFacts | undefined> {
    const { region, limitMs = 2000 } = this.props;
    const answer = await within(limitMs, (signal) => this.send('HEAD', `/${key}`, signal)).catch((error: unknown) => {
      throw new Unavailable(`HEAD in ${region}: no answer`, { cause: error });
    });
    if (answer.status === 404) return undefined;
    // Without `s3:ListBucket` S3 says 403 of what does not exist ("HeadObject"): that must not pass for an answer.
    if (!answer.ok) throw new Unavailable(`HEAD in ${region}: ${answer.status}`);
    const sha256 = answer.headers.get('x-amz-checksum-sha256');
    return {
      sizeBytes: Number(answer.headers.get('content-length') ?? 0),
      ...(sha256 === null ? {} : { sha256 }),
    };
  }

  /** @throws Unavailable */
  public async list(
    prefix: string,
    after?: string,
  ): Promise<{ readonly keys: readonly string[]; readonly next?: string }> {
    const { region, limitMs = 2000 } = this.props;
    const query = ['list-type=2', `prefix=${encodeURIComponent(prefix)}`];
    if (after !== undefined) query.push(`start-after=${encodeURIComponent(after)}`);
    const { ok, status, text } = await within(limitMs, async (signal) => {
      const answer = await this.send('GET', `?${query.join('&')}`, signal);
      return { ok: answer.ok, status: answer.status, text: await answer.text() };
    }).catch((error: unknown) => {
      throw new Unavailable(`LIST in ${region}: no answer`, { cause: error });
    });
    if (!ok) throw new Unavailable(`LIST in ${region}: ${status}`);
    // Keys of this layer hold nothing that XML would escape.
    const keys = [...text.matchAll(/<Key>([^<]+)<\/Key>/g)].flatMap(([, key]) => key ?? []);
    const last = keys.at(-1);
    return text.includes('<IsTruncated>true</IsTruncated>') && last !== undefined ? { keys, next: last } : { keys };
  }

  private send(method: 'HEAD' | 'GET', path: string, signal: AbortSignal): Promise<Response> {
    const { bucket, region, variables } = this.props;
    const { url, overridden } = endpointOf('s3', region, variables);
    const inBucket = path.startsWith('?') && !overridden ? `/${path}` : path;
    return signedFetch(
      {
        service: 's3',
        region,
        method,
        endpoint: overridden ? url : `https://${bucket}.s3.${region}.amazonaws.com`,
        path: overridden ? `/${bucket}${inBucket}` : inBucket,
        ...(method === 'HEAD' && { headers: { 'x-amz-checksum-mode': 'ENABLED' } }),
        signal,
      },
      lambdaCredentials(variables),
      Date.now(),
    );
  }
}
