import type { Route53RecoveryClusterClient } from '@aws-sdk/client-route53-recovery-cluster';
import type { ControlState } from './arguments';
import { SwitchError } from './failures';
import type { ClusterEndpoint, SwitchRecord } from './record';
import { refusal } from './refusal';
import { type Course, Ended, firstAnswer, noCredentials, Unanswered } from './rounds';

/** State of each Region's control. */
export type States = ReadonlyMap<string, ControlState>;

type Sdk = typeof import('@aws-sdk/client-route53-recovery-cluster');

const PATIENCE = { connectionTimeout: 2000, requestTimeout: 3500, throwOnRequestTimeout: true } as const;

/** Longest that a look at the states may hold up the change itself. */
const LOOK_MS = 8000;

/** Stops a listing that an endpoint would never end. */
const MOST_PAGES = 20;

/**
 * The cluster behind the routing controls. Any of its endpoints answers for all; one may be down for maintenance at any time,
 * so each call tries them in turn ("Best practices for routing control").
 */
export class Cluster {
  readonly #record: SwitchRecord;
  readonly #course: Course;
  readonly #untilMs: number;
  /** The one that answered last begins the next call. */
  #order: readonly ClusterEndpoint[];

  constructor(record: SwitchRecord, untilMs: number, course: Course) {
    this.#record = record;
    this.#course = course;
    this.#untilMs = untilMs;
    // From anywhere, so that operators who act at once do not all meet the same one.
    const start = Math.floor(course.random() * record.endpoints.length);
    this.#order = [...record.endpoints.slice(start), ...record.endpoints.slice(0, start)];
  }

  /** The states as they are. @throws SwitchError */
  async states(): Promise<States> {
    const { answer } = await this.#call((sdk, client, signal) => this.#list(sdk, client, signal), LOOK);
    return answer;
  }

  /** The states, if they can be had quickly. @throws SwitchError where there are no credentials */
  async glance(): Promise<States | undefined> {
    try {
      const untilMs = Math.min(this.#untilMs, this.#course.now() + LOOK_MS);
      return (await this.#call((sdk, client, signal) => this.#list(sdk, client, signal), { ...LOOK, most: 1, untilMs }))
        .answer;
    } catch (error) {
      if (error instanceof SwitchError && !(error instanceof NoCredentials)) return undefined;
      throw error;
    }
  }

  /**
   * Sets them all in one transaction. Setting what is set already changes nothing, so an attempt that was cut off may be
   * repeated elsewhere.
   * @returns the endpoint that took it. @throws SwitchError
   */
  async set(changes: States, override: readonly string[]): Promise<ClusterEndpoint> {
    const { controls } = this.#record;
    const entries = [...changes].map(([region, state]) => ({
      RoutingControlArn: controls[region],
      RoutingControlState: state,
    }));
    const { target } = await this.#call(
      (sdk, client, abortSignal) =>
        client.send(
          new sdk.UpdateRoutingControlStatesCommand({
            UpdateRoutingControlStateEntries: entries,
            ...(override.length > 0 && { SafetyRulesToOverride: [...override] }),
          }),
          { abortSignal },
        ),
      { what: 'change' },
    );
    return target;
  }

  /** The states, from another endpoint than `setter` where one answers. @throws SwitchError */
  async readBack(setter: ClusterEndpoint): Promise<{ readonly states: States; readonly from: ClusterEndpoint }> {
    this.#order = [...this.#order.filter((endpoint) => endpoint !== setter), setter];
    const { answer, target } = await this.#call((sdk, client, signal) => this.#list(sdk, client, signal), LOOK);
    return { states: answer, from: target };
  }

  async #call<Answer>(
    ask: (sdk: Sdk, client: Route53RecoveryClusterClient, signal: AbortSignal) => Promise<Answer>,
    { what, most, untilMs = this.#untilMs }: Call,
  ): Promise<{ readonly answer: Answer; readonly target: ClusterEndpoint }> {
    try {
      const answered = await firstAnswer<ClusterEndpoint, Answer>(
        {
          targets: this.#order,
          nameOf: ({ region }) => `endpoint in ${region}`,
          ask: (endpoint, signal) => withClient(endpoint, (sdk, client) => ask(sdk, client, signal)),
          ends: ({ kind }) => kind === 'refused',
          untilMs,
          ...(most !== undefined && { most }),
        },
        this.#course,
      );
      this.#order = [answered.target, ...this.#order.filter((endpoint) => endpoint !== answered.target)];
      return answered;
    } catch (error) {
      if (error instanceof Ended && error.failure.kind === 'credentials')
        throw new NoCredentials(noCredentials(error.failure).message);
      if (error instanceof Ended) throw new SwitchError(refusal(error, what, this.#record));
      if (!(error instanceof Unanswered)) throw error;
      throw new SwitchError(
        `None of the ${this.#record.endpoints.length} endpoints (${this.#record.endpoints.map(({ region }) => region).join(', ')}) answered in time. ${what === 'change' ? 'An attempt that was cut off may have been taken all the same: npm run switch shows the states. ' : ''}Try again with a longer --timeout.`,
      );
    }
  }

  async #list(sdk: Sdk, client: Route53RecoveryClusterClient, abortSignal: AbortSignal): Promise<States> {
    const { panel, controls } = this.#record;
    const states = new Map<string, ControlState>();
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const listed = await client.send(
        new sdk.ListRoutingControlsCommand({
          ControlPanelArn: panel,
          ...(token !== undefined && { NextToken: token }),
        }),
        { abortSignal },
      );
      for (const { RoutingControlArn: arn, RoutingControlState: state } of listed.RoutingControls ?? []) {
        const region = Object.keys(controls).find((name) => controls[name] === arn);
        if (region !== undefined && state !== undefined) states.set(region, state);
      }
      token = listed.NextToken;
      if (!token) break;
    }
    return states;
  }
}

/** How a call is made. */
interface Call {
  readonly what: 'change' | 'look';
  /** Rounds at most. @default - until the time is up */
  readonly most?: number;
  /** @default - the end of the whole command's time */
  readonly untilMs?: number;
}

const LOOK: Call = { what: 'look' };

class NoCredentials extends SwitchError {}

async function withClient<Answer>(
  { endpoint, region }: ClusterEndpoint,
  use: (sdk: Sdk, client: Route53RecoveryClusterClient) => Promise<Answer>,
): Promise<Answer> {
  // Loaded only now: the help and a wrong command line need not wait for it.
  const sdk: Sdk = require('@aws-sdk/client-route53-recovery-cluster');
  const client = new sdk.Route53RecoveryClusterClient({
    endpoint,
    region,
    maxAttempts: 1,
    requestHandler: { ...PATIENCE },
  });
  try {
    return await use(sdk, client);
  } finally {
    client.destroy();
  }
}
