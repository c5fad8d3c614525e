import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type AwsRequest, awsRequest, errorAnswer, type HttpRequest } from '../engine/aws-request';
import { forward } from '../engine/gateway';
import type { DynamoService } from './dynamodb/service';
import { FaultList } from './faults';
import { type Listening, listen } from './http';
import type { Links } from './links';
import type { S3Service } from './s3/service';

/** A request to AWS as it arrived. */
export interface GatewayCall {
  /** Region whose functions sent it; nothing where a client outside did. */
  readonly from?: string;
  readonly to: string;
  readonly service: string;
  readonly operation: string;
}

export interface GatewayOptions {
  readonly regions: readonly string[];
  readonly links: Links;
  readonly dynamodb: DynamoService;
  readonly s3: S3Service;
  /** Address of a Region's functions, where they run. */
  readonly functionsIn: (region: string) => string | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | string;
}

/** Every secret of the lab: it guards nothing, and presigned URLs are signed with it. */
export const SECRET = 'lab-secret';
/** Access key of the lab's clients outside the Regions. */
export const CLIENT_KEY = 'AKIDCLIENT';

/** Access key of a Region's functions: how the gateway knows who calls. */
export const accessKeyOf = (region: string): string => `AKID${region.replaceAll('-', '').toUpperCase()}`;

export const secretOf = (keyId: string): string | undefined => (keyId.startsWith('AKID') ? SECRET : undefined);

/**
 * AWS as the functions reach it: one address for DynamoDB, S3 and Lambda of every Region. The signature of a request names
 * the Region and the service that are meant, its key the Region that it comes from; so Regions can be cut from each other.
 */
export class AwsGateway {
  readonly faults = new FaultList();
  readonly #callers: ReadonlyMap<string, string>;
  #listening: Listening | undefined;
  #calls: GatewayCall[] = [];

  constructor(private readonly options: GatewayOptions) {
    this.#callers = new Map(options.regions.map((region) => [accessKeyOf(region), region]));
  }

  async start(): Promise<string> {
    this.#listening = await listen((request, outgoing) => this.#answer(request, outgoing));
    return this.#listening.address;
  }

  /** Requests since the last time, in the order in which they arrived; those that a cut swallowed too. */
  takeCalls(): GatewayCall[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  async close(): Promise<void> {
    await this.#listening?.close();
  }

  async #answer(request: HttpRequest, outgoing: ServerResponse): Promise<void> {
    const asked = awsRequest(request);
    if (!asked) {
      outgoing.writeHead(403).end('The request is not signed.');
      return;
    }
    const from = this.#callerOf(request);
    const { region: to, service } = asked;
    const operation = service === 's3' ? request.method : asked.action;
    this.#calls.push({ ...(from !== undefined && { from }), to, service, operation });

    const answer = await this.#travel(from, asked, operation, request);
    // No answer: the connection stays open until the sender gives it up, as with a network that drops packets.
    if (!answer || outgoing.destroyed) return;
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  }

  /** There and back. @returns nothing where no answer arrives */
  async #travel(
    from: string | undefined,
    asked: AwsRequest,
    operation: string,
    request: HttpRequest,
  ): Promise<Answer | undefined> {
    const { links } = this.options;
    const { region: to, service } = asked;
    const fault = this.faults.take(to, service, operation);
    await pause(links.delayMs(from, to));
    if (!links.reaches(from, to) || fault?.kind === 'lose-request') return undefined;
    if (fault?.kind === 'refuse') return refusal(asked, 500, 'InternalServerError', 'A fault of the lab.');
    if (fault?.kind === 'throttle') return refusal(asked, 400, 'ThrottlingException', 'A fault of the lab.');
    if (fault?.kind === 'late') await pause(fault.ms ?? 0);
    const answer = await this.#done(asked, operation, request);
    await pause(links.delayMs(from, to));
    const wayBack = from === undefined ? links.isAlive(to) : links.isAlive(to) && links.reaches(to, from);
    return wayBack && fault?.kind !== 'lose-answer' ? answer : undefined;
  }

  async #done(asked: AwsRequest, operation: string, request: HttpRequest): Promise<Answer | undefined> {
    const { dynamodb, s3, functionsIn } = this.options;
    const { region, service } = asked;
    if (service === 'dynamodb')
      return { headers: AMZ_JSON, ...(await dynamodb.answer(region, operation, request.body)) };
    if (service === 's3') return s3.answer(region, request);
    if (service === 'lambda') {
      const address = functionsIn(region);
      if (address === undefined) return undefined;
      // A process that dies in the middle answers nothing.
      return forward(new URL(address), request).catch(() => undefined);
    }
    return refusal(asked, 501, 'NotInTheLab', `The lab has no ${service}.`);
  }

  #callerOf({ headers, url }: HttpRequest): string | undefined {
    const signature = `${headers.authorization ?? ''}`;
    // A presigned request is sent by whoever got the address from the functions.
    const [, key = ''] = /Credential=([A-Z0-9]+)\//.exec(signature) ?? [];
    return url.includes('X-Amz-Signature') ? undefined : this.#callers.get(key);
  }
}

const AMZ_JSON = { 'content-type': 'application/x-amz-json-1.0' };

function refusal({ protocol }: AwsRequest, status: number, code: string, message: string): Answer {
  return { status, ...errorAnswer(protocol, code, message) };
}

const pause = (ms: number): Promise<void> =>
  ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
