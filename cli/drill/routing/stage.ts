import type { RegionName } from '../../../config/catalog';
import { NoAnswer } from '../../../lab/regions/client';
import { labPlatform } from '../../../lab/regions/deployment';
import { type Fields, fieldsIn } from '../../../lab/regions/json';
import { type LabOptions, RegionsLab } from '../../../lab/regions/regions-lab';
import { LabError } from '../../../lab/runner';
import { type Attempt, type Epoch, Ledger, type Moment } from './ledger';
import { Load, uploadPhoto } from './load';
import type { RoutingProgress } from './progress';
import type { DrillEvent } from './result';
import { watchRegister, watchTables } from './truth';

/** How long a drill lets things be, in milliseconds. */
export interface Pace {
  /** Users write before anything happens. */
  readonly beforeMs: number;
  /** An operator needs to see that a Region is gone. What people need is not for a drill to say. */
  readonly reactionMs: number;
  /** Users go on after what is to be seen. */
  readonly afterwardsMs: number;
}

const USUAL_PACE: Pace = { beforeMs: 3_000, reactionMs: 1_000, afterwardsMs: 1_500 };

export interface StageOptions {
  readonly regions: readonly RegionName[];
  /** Writes at first. */
  readonly primary: RegionName;
  /** Takes over. */
  readonly target: RegionName;
  /** Writes a second that each Region is asked for. */
  readonly rate: number;
  readonly leaseSeconds: number;
  /** Variables that a Region's functions are told otherwise: to see that a drill notices. @default none */
  readonly misconfigured?: LabOptions['misconfigured'];
  /** @default 3 s, 1 s, 1.5 s */
  readonly pace?: Pace;
}

/** How often what clients see is shown. */
const SHOW_EVERY_MS = 250;
/** The longest that something expected may take before the drill gives up on it. */
const PATIENCE_MS = 60_000;

/** `target-not-ready` and `unavailable`: on a machine that is very busy, even a health check can take too long. */
const NOT_NOW: readonly number[] = [412, 503];
/** Milliseconds before an operator asks again. */
const AGAIN_MS = 200;

/** The first write of all: the Region has to get its lease and to open its fence before it. @throws LabError */
async function firstPhoto(lab: RegionsLab, region: string): Promise<string> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const { code, made } = await uploadPhoto(lab, region, PATIENCE_MS);
    if (made) return made.pk.replace(/^PHOTO#/, '');
    if (performance.now() > untilMs)
      throw new LabError(`${region} takes no photo (${code}). Its log:\n${lab.logOf(region).join('\n')}`);
  }
}

/** The Regions, the users, and what a scenario can do to them. Its clock begins with the first write. */
export class RoutingStage {
  readonly ledger = new Ledger();
  readonly events: DrillEvent[] = [];
  readonly epochs: Epoch[];
  readonly pace: Pace;
  readonly #startedMs = performance.now();
  readonly #load: Load;
  #shower: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(
    readonly lab: RegionsLab,
    readonly options: StageOptions,
    photo: string,
    private readonly progress: RoutingProgress,
  ) {
    const now = (): Moment => this.now();
    this.pace = options.pace ?? USUAL_PACE;
    this.epochs = [{ epoch: 0, writers: [options.primary] }];
    this.#load = new Load({ lab, ledger: this.ledger, now, rate: options.rate, photo });
    watchTables(lab, this.ledger, now);
    watchRegister(lab, this.epochs);
  }

  /** Starts the Regions and makes the photo that will be commented on. Close it. */
  static async start(options: StageOptions, progress: RoutingProgress): Promise<RoutingStage> {
    progress.state(`starting ${options.regions.length} Regions`);
    const { regions, leaseSeconds, primary, misconfigured } = options;
    const platform = labPlatform(regions, leaseSeconds, primary);
    const lab = await RegionsLab.start({ platform, ...(misconfigured && { misconfigured }) });
    try {
      const photo = await firstPhoto(lab, options.primary);
      await lab.replicated();
      return new RoutingStage(lab, options, photo, progress);
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /** Milliseconds since the drill began. */
  now(): Moment {
    return performance.now() - this.#startedMs;
  }

  /** Puts down what happens. @returns when that was */
  note(text: string, atMs: Moment = this.now()): Moment {
    const at = Math.round(atMs) / 1_000;
    this.events.push({ at, text });
    this.progress.event(at, text);
    return atMs;
  }

  async pause(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** The users begin, and are let write for a while. */
  async begin(): Promise<void> {
    this.note(`${this.options.rate} writes a second asked of each Region; ${this.options.primary} is the writer`);
    this.#load.start();
    this.#shower = setInterval(() => this.progress.state(this.#seen()), SHOW_EVERY_MS);
    const first = await this.accepted(this.options.primary, 0);
    await this.pause(this.pace.beforeMs);
    if (!first) throw new LabError(`${this.options.primary} accepts no write, though nothing has happened yet.`);
  }

  /** The users stop; every answer is awaited. */
  async end(): Promise<void> {
    clearInterval(this.#shower);
    await this.#load.stop();
  }

  /** Waits for a Region to accept a write. @returns nothing where it does not in a minute */
  async accepted(region: string, afterMs: Moment): Promise<Attempt | undefined> {
    return this.until(() => this.ledger.firstAccepted(region, afterMs));
  }

  /** Looks again and again. @returns nothing where it was not found in a minute */
  async until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T | undefined> {
    const endMs = this.now() + PATIENCE_MS;
    while (this.now() < endMs && !this.#closed) {
      const found = await look();
      if (found !== undefined) return found;
      await this.pause(10);
    }
    return undefined;
  }

  /** Calls a Region's AppStateUpdater directly, as `aws lambda invoke` does. @throws LabError where it goes on refusing */
  async invokeUpdater(region: string, newState: string, target?: string): Promise<void> {
    const { tables, app } = this.lab.deployment;
    const event = {
      AppId: app,
      TableName: tables.control,
      NewState: newState,
      ...(target !== undefined && { TargetRegion: target }),
      Reason: 'A drill',
    };
    await this.#persist('invoke AppStateUpdater', region, [200], async () => {
      const { statusCode, body, ...answer } = fieldsIn(await this.lab.invoke(region, 'state-updater', event));
      return { status: Number(statusCode ?? 500), body: { ...answer, body } };
    });
  }

  /** Asks a Region's control API for a state. @returns its answer @throws LabError where it goes on refusing */
  async putState(region: string, state: string, target?: string): Promise<Fields> {
    const body = { state, reason: 'A drill', ...(target !== undefined && { target }) };
    return (await this.operate(region, 'PUT', `/v1/state/${this.lab.deployment.app}`, [200], body)).body;
  }

  /** What the register says, asked through a Region's control API. @throws LabError where it goes on refusing */
  async stateIn(region: string): Promise<Fields> {
    return (await this.operate(region, 'GET', `/v1/state/${this.lab.deployment.app}?consistency=strong`, [200])).body;
  }

  /** An operator's request. @param wanted statuses that end it @throws LabError where none of them comes in a minute */
  async operate(
    region: string,
    method: string,
    path: string,
    wanted: readonly number[],
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: Fields }> {
    const asked = { method, timeoutMs: PATIENCE_MS, ...(body !== undefined && { body }) };
    const answer = await this.#persist(`${method} ${path}`, region, wanted, () =>
      this.lab.asOperator(region, path, asked),
    );
    return { status: answer.status, body: fieldsIn(answer.body) };
  }

  /** An operator who is told that it cannot be done at the moment asks again, for a minute. */
  async #persist<T extends { readonly status: number; readonly body: unknown }>(
    what: string,
    region: string,
    wanted: readonly number[],
    ask: () => Promise<T>,
  ): Promise<T> {
    const untilMs = this.now() + PATIENCE_MS;
    for (;;) {
      const answer = await ask().catch((error: unknown) => {
        if (error instanceof NoAnswer) return error;
        throw error;
      });
      const silent = answer instanceof NoAnswer;
      if (!silent && wanted.includes(answer.status)) return answer;
      const said = silent ? answer.message : answer.body;
      if (this.now() > untilMs || !(silent || NOT_NOW.includes(answer.status))) throw this.refused(what, said, region);
      this.note(`${what} in ${region}: ${silent ? said : `HTTP ${answer.status}`}; the operator asks again`);
      await this.pause(AGAIN_MS);
    }
  }

  refused(what: string, answer: unknown, region: string): LabError {
    const log = this.lab.logOf(region).slice(-20).join('\n');
    return new LabError(`${what} answered ${JSON.stringify(answer)}. Its log:\n${log}`);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.end();
    await this.lab.close();
  }

  /** What clients saw in the last second. */
  #seen(): string {
    const sinceMs = this.now() - 1_000;
    const recent = this.ledger.attempts.filter(({ answeredMs }) => answeredMs >= sinceMs);
    return this.options.regions
      .map((region) => {
        const here = recent.filter((attempt) => attempt.region === region);
        const accepted = here.filter(({ outcome }) => outcome === 'accepted').length;
        const why = here.findLast(({ outcome }) => outcome !== 'accepted')?.code;
        return `${region} ${accepted > 0 ? `${accepted}/s` : (why ?? '-')}`;
      })
      .join('   ');
  }
}
