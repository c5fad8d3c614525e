import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction, constants } from 'node:vm';
import type { FunctionSpec } from './spec';

/** What Lambda says of a call that gave no answer ("Understanding Lambda function errors"). */
export class FunctionFailed extends Error {
  override name = 'FunctionFailed';
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

type Handler = (event: unknown, context: object) => unknown;

/** One function in memory: its bundle, loaded as often as it has containers, each call given to the least busy one. */
export class Containers {
  readonly #containers: { readonly handler: Handler; busy: number }[];

  constructor(readonly spec: FunctionSpec) {
    this.#containers = Array.from({ length: spec.containers }, () => ({ handler: loaded(spec), busy: 0 }));
  }

  /** @throws FunctionFailed */
  async invoke(event: unknown): Promise<unknown> {
    const container = [...this.#containers].sort((a, b) => a.busy - b.busy)[0];
    if (!container) throw new FunctionFailed('Runtime.Unknown', `${this.spec.name} has no container.`);
    const { name, timeoutMs } = this.spec;
    const startedMs = performance.now();
    const context = {
      functionName: name,
      awsRequestId: randomUUID(),
      getRemainingTimeInMillis: () => timeoutMs - (performance.now() - startedMs),
    };
    const over = timer(timeoutMs);
    container.busy += 1;
    try {
      return await Promise.race([
        container.handler(event, context),
        over.passed.then(() => {
          const seconds = (timeoutMs / 1_000).toFixed(2);
          throw new FunctionFailed(
            'Sandbox.Timedout',
            `${context.awsRequestId} Task timed out after ${seconds} seconds`,
          );
        }),
      ]);
    } catch (error) {
      if (error instanceof FunctionFailed) throw error;
      const { name: type, message } = error instanceof Error ? error : new Error(String(error));
      throw new FunctionFailed(type, message);
    } finally {
      over.stop();
      container.busy -= 1;
    }
  }
}

/** Loads the bundle with a `process` that has the function's own variables, as each function runs in a process of its own. */
function loaded({ what, name, file, environment }: FunctionSpec): Handler {
  const env = { ...process.env, ...environment, AWS_LAMBDA_FUNCTION_NAME: name };
  const own: unknown = Object.create(process, { env: { value: env } });
  const module: { exports: Readonly<Record<string, unknown>> } = { exports: {} };
  const names = ['exports', 'require', 'module', '__filename', '__dirname', 'process'];
  const run = compileFunction(readFileSync(file, 'utf8'), names, {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  run(module.exports, createRequire(file), module, file, path.dirname(file), own);
  const { handler } = module.exports;
  if (typeof handler !== 'function') throw new Error(`${what}: ${file} exports no function \`handler\`.`);
  return (event, context) => handler(event, context);
}

function timer(ms: number): { readonly passed: Promise<void>; readonly stop: () => void } {
  let handle: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    handle = setTimeout(resolve, ms);
  });
  return { passed, stop: () => clearTimeout(handle) };
}
