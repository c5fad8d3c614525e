import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a server behaves: `dead` is a closed port, `silent` takes the request and never answers. */
export type Mood = 'well' | 'dead' | 'silent' | 'throttling' | 'failing' | 'unavailable' | 'denying';

interface Call {
  readonly server: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A server on this machine that speaks AWS's JSON protocol. */
class JsonServer {
  readonly calls: Call[] = [];
  #server: Server | undefined;
  protected port = 0;

  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => this.#handle(request, response, body));
    });
    await new Promise<void>((resolve) => {
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }

  #handle(request: IncomingMessage, response: ServerResponse, body: string): void {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    // The Region that the request is signed for tells where it was meant to go.
    const region = /Credential=[^/]+\/\d+\/([\w-]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? 'unsigned';
    const input = JSON.parse(body) as Record<string, unknown>;
    this.calls.push({ server: region, operation, input });
    const answer = this.answer(region, operation, input);
    if (answer === undefined) return;
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer.body));
  }

  protected answer(
    _region: string,
    _operation: string,
    _input: Readonly<Record<string, unknown>>,
  ): { readonly status: number; readonly body: object } | undefined {
    return undefined;
  }
}

const error = (status: number, type: string, message: string) => ({ status, body: { __type: type, message } });

const ANSWERS: Readonly<Record<Exclude<Mood, 'well' | 'dead' | 'silent'>, ReturnType<typeof error>>> = {
  throttling: error(429, 'ThrottlingException', 'Rate exceeded'),
  failing: error(500, 'InternalServerException', 'An internal error'),
  unavailable: error(503, 'EndpointTemporarilyUnavailableException', 'The cluster endpoint is not available'),
  denying: error(403, 'AccessDeniedException', 'User: ops is not authorized'),
};

/** SSM of every Region, behind one address. */
export class FakeParameters extends JsonServer {
  readonly moods = new Map<string, Mood | 'missing' | 'garbled'>();
  value = '';

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  protected override answer(region: string, _operation: string, input: Readonly<Record<string, unknown>>) {
    const mood = this.moods.get(region) ?? 'well';
    if (mood === 'silent' || mood === 'dead') return undefined;
    if (mood === 'missing') return error(400, 'ParameterNotFound', '');
    if (mood === 'garbled')
      return { status: 200, body: { Parameter: { Name: input.Name, Value: '{"endpoints":[]}' } } };
    if (mood !== 'well') return ANSWERS[mood];
    return { status: 200, body: { Parameter: { Name: input.Name, Type: 'String', Value: this.value } } };
  }
}

export const PANEL = 'arn:aws:route53-recovery-control::111122223333:controlpanel/p1';
export const AT_LEAST_ONE = `${PANEL}/safetyrule/least1`;
export const AT_MOST_ONE = `${PANEL}/safetyrule/most1`;
const controlArn = (region: string): string => `${PANEL}/routingcontrol/${region}`;

/** The cluster's five Regions, in the order of its record. */
export const ENDPOINTS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2', 'ap-northeast-1'];

/** A cluster with one state and five endpoints, each with a mood of its own. */
export class FakeCluster {
  readonly states = new Map<string, string>();
  readonly moods = new Map<string, Mood>();
  /** Rules as AWS has them: an assertion about how many are On. */
  rules: readonly { readonly arn: string; readonly holds: (on: number) => boolean }[] = [];
  /** Endpoints that answer with what was there before the last change. */
  behind: readonly string[] = [];
  #former = new Map<string, string>();
  readonly #servers: readonly ClusterServer[];

  constructor(regions: readonly string[]) {
    for (const region of regions) this.states.set(region, 'Off');
    this.#servers = ENDPOINTS.map((region) => new ClusterServer(region, this));
  }

  get calls(): Call[] {
    return this.#servers.flatMap(({ calls }) => calls);
  }

  /** What the parameter holds. */
  get record(): object {
    return {
      endpoints: this.#servers.map(({ region, url }) => ({ endpoint: url, region })),
      panel: PANEL,
      controls: Object.fromEntries([...this.states.keys()].map((region) => [region, controlArn(region)])),
      rules: { 'at-least-one': AT_LEAST_ONE },
      addedLater: true,
    };
  }

  async listen(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.listen()));
  }

  async kill(...regions: readonly string[]): Promise<void> {
    await Promise.all(this.#servers.filter(({ region }) => regions.includes(region)).map((server) => server.close()));
  }

  async close(): Promise<void> {
    await this.kill(...ENDPOINTS);
  }

  update(input: Readonly<Record<string, unknown>>) {
    const entries = input.UpdateRoutingControlStateEntries as {
      RoutingControlArn: string;
      RoutingControlState: string;
    }[];
    const next = new Map(this.states);
    for (const { RoutingControlArn, RoutingControlState } of entries) {
      const region = RoutingControlArn.split('/').at(-1) ?? '';
      if (!next.has(region)) return error(404, 'ResourceNotFoundException', 'no such control');
      next.set(region, RoutingControlState);
    }
    const on = [...next.values()].filter((state) => state === 'On').length;
    const overridden = (input.SafetyRulesToOverride ?? []) as string[];
    const broken = this.rules.find(({ arn, holds }) => !overridden.includes(arn) && !holds(on));
    if (broken) return error(409, 'ConflictException', `Safety rule ${broken.arn} would be violated`);
    this.#former = new Map(this.states);
    for (const [region, state] of next) this.states.set(region, state);
    return { status: 200, body: {} };
  }

  /** In two pages, as a panel may hold more than one answer does. */
  list(input: Readonly<Record<string, unknown>>, asked: string) {
    const states = this.behind.includes(asked) ? this.#former : this.states;
    const all = [...states].map(([region, state]) => ({
      ControlPanelArn: PANEL,
      RoutingControlArn: controlArn(region),
      RoutingControlState: state,
    }));
    const page = input.NextToken === undefined ? all.slice(0, 2) : all.slice(2);
    return {
      status: 200,
      body: { RoutingControls: page, ...(input.NextToken === undefined && { NextToken: 'more' }) },
    };
  }
}

class ClusterServer extends JsonServer {
  constructor(
    readonly region: string,
    readonly cluster: FakeCluster,
  ) {
    super();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  protected override answer(region: string, operation: string, input: Readonly<Record<string, unknown>>) {
    if (region !== this.region) return error(403, 'InvalidSignatureException', `signed for ${region}`);
    const mood = this.cluster.moods.get(region) ?? 'well';
    if (mood === 'silent' || mood === 'dead') return undefined;
    if (mood !== 'well') return ANSWERS[mood];
    return operation === 'ListRoutingControls' ? this.cluster.list(input, region) : this.cluster.update(input);
  }
}
