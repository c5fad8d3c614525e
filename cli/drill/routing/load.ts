import { createHash, randomUUID } from 'node:crypto';
import { type ClientAnswer, NoAnswer } from '../../../lab/regions/client';
import { fieldsIn, textIn } from '../../../lab/regions/json';
import type { RegionsLab } from '../../../lab/regions/regions-lab';
import type { Attempt, Ledger, Made } from './ledger';

export interface LoadOptions {
  readonly lab: RegionsLab;
  readonly ledger: Ledger;
  /** Milliseconds since the drill began. */
  readonly now: () => number;
  /** Writes a second, asked of each Region. */
  readonly rate: number;
  /** The photo that is commented on. */
  readonly photo: string;
}

/** Every so many writes are a photo, the others comments. */
const PHOTO_EVERY = 8;
/** Milliseconds between two reads of a Region. */
const READ_EVERY_MS = 500;
/** Writes of so many seconds may wait for their answers in a Region. */
const MOST_WAITING_SECONDS = 0.5;
/** How long a client waits for an answer. */
const PATIENCE_MS = 2_000;
const USER = 'a1b2c3d4-0000-4000-8000-000000000001';

/** Users who write in every Region at a fixed rate, whatever they are told, and read. Who is to refuse is asked as often as who is to write. */
export class Load {
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();
  /** Writes that a Region has not answered yet. */
  readonly #waiting = new Map<string, number>();
  #count = 0;

  constructor(private readonly options: LoadOptions) {}

  start(): void {
    const { lab, rate } = this.options;
    for (const region of lab.deployment.regions) {
      this.#timers.push(setInterval(() => this.#track(this.#write(region)), 1_000 / rate));
      this.#timers.push(setInterval(() => this.#track(this.#read(region)), READ_EVERY_MS));
    }
  }

  /** Returns once every request has had its answer. */
  async stop(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    await Promise.all(this.#running);
  }

  #track(request: Promise<void>): void {
    this.#running.add(request);
    void request.finally(() => this.#running.delete(request));
  }

  async #write(region: string): Promise<void> {
    const { ledger, now, rate } = this.options;
    const waiting = this.#waiting.get(region) ?? 0;
    // A Region that answers nobody is not sent ever more: on a machine that is too busy that would make it worse.
    if (waiting > rate * MOST_WAITING_SECONDS) return;
    this.#waiting.set(region, waiting + 1);
    this.#count += 1;
    const sentMs = now();
    const photo = this.#count % PHOTO_EVERY === 0;
    const end = await (photo ? uploadPhoto(this.options.lab, region) : this.#comment(region)).catch(failure);
    this.#waiting.set(region, (this.#waiting.get(region) ?? 1) - 1);
    ledger.attempts.push({ region, sentMs, answeredMs: now(), ...end });
  }

  async #comment(region: string): Promise<End> {
    const { lab, photo } = this.options;
    const answer = await lab.asUser(region, USER, `/v1/photos/${photo}/comments`, {
      method: 'POST',
      headers: { 'idempotency-key': randomUUID() },
      body: { message: `A comment by way of ${region}` },
      timeoutMs: PATIENCE_MS,
    });
    if (answer.status !== 201) return refusal(answer);
    return { outcome: 'accepted', made: { pk: `PHOTO#${photo}`, sk: `C#${textIn(fieldsIn(answer.body).id)}` } };
  }

  async #read(region: string): Promise<void> {
    const { lab, ledger, now, photo } = this.options;
    // A Region that is down answers nobody; what is counted is whether those that are up do.
    if (lab.addressOf(region) === undefined) return;
    const atMs = now();
    const status = await lab
      .asUser(region, USER, `/v1/photos/${photo}/comments?limit=5`, { timeoutMs: PATIENCE_MS })
      .then((answer) => answer.status)
      .catch(() => undefined);
    if (lab.addressOf(region) !== undefined) ledger.reads.push({ region, atMs, ok: status === 200 });
  }
}

/** How an attempt ended. */
type End = Pick<Attempt, 'outcome' | 'code' | 'made'>;

/**
 * Announces a photo, sends it to the bucket, has it accepted.
 * @param timeoutMs how long the client waits for each answer
 * @throws NoAnswer
 */
export async function uploadPhoto(lab: RegionsLab, region: string, timeoutMs = PATIENCE_MS): Promise<End> {
  const image = Buffer.from(`An image of its own: ${randomUUID()}`);
  const sha256 = createHash('sha256').update(image).digest('hex');
  const announced = await lab.asUser(region, USER, '/v1/photos', {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
    body: { contentType: 'image/png', size: image.length, sha256, alt: 'Drawn for a drill' },
    timeoutMs,
  });
  if (announced.status !== 201) return refusal(announced);
  const id = textIn(fieldsIn(announced.body).id);
  const upload = fieldsIn(fieldsIn(announced.body).upload);
  const headers = Object.entries(fieldsIn(upload.headers)).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const sent = await fetch(textIn(upload.url), {
    method: 'PUT',
    headers: Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'content-length')),
    body: image,
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new NoAnswer(String(error));
  });
  if (!sent.ok) return { outcome: 'failed', code: `upload ${sent.status}` };
  const completed = await lab.asUser(region, USER, `/v1/photos/${id}/complete`, {
    method: 'POST',
    timeoutMs,
  });
  if (completed.status !== 200) return refusal(completed);
  return { outcome: 'accepted', made: { pk: `PHOTO#${id}`, sk: 'META', object: `photos/${id}` } satisfies Made };
}

/** Answers that promise that nothing was written. */
const REFUSED = [403, 404, 409, 412, 422, 503];

function refusal({ status, body }: ClientAnswer): End {
  const code = textIn(fieldsIn(body).code);
  return { outcome: REFUSED.includes(status) && code !== '' ? 'refused' : 'failed', code: code || String(status) };
}

function failure(error: unknown): End {
  if (!(error instanceof NoAnswer)) throw error;
  return { outcome: 'failed', code: 'no answer' };
}
