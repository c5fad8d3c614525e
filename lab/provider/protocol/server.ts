import path from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Handlers } from './messages';

const MESSAGE_LIMIT_BYTES = 256 << 20;

export interface ProtocolServer {
  /** Value of `TF_REATTACH_PROVIDERS` with which Terraform attaches to this server. */
  readonly reattach: string;
  readonly port: number;
  stop(): Promise<void>;
}

let definition: grpc.ServiceDefinition | undefined;

function serviceDefinition(): grpc.ServiceDefinition {
  if (definition) return definition;
  const file = path.join(__dirname, 'tfplugin5.proto');
  const packaged = grpc.loadPackageDefinition(
    loadSync(file, { keepCase: true, longs: Number, enums: String, defaults: true }),
  );
  const { Provider } = packaged.tfplugin5 as grpc.GrpcObject;
  const service = (Provider as grpc.ServiceClientConstructor).service;
  definition = Object.fromEntries(
    Object.entries(service).map(([name, method]) => [
      name,
      name === 'GetSchema' ? { ...method, responseSerialize: once(method.responseSerialize) } : method,
    ]),
  );
  return definition;
}

/** Every command of Terraform asks for all schemas: the same answer is turned into bytes once. */
function once(serialize: (response: object) => Buffer): (response: object) => Buffer {
  const known = new WeakMap<object, Buffer>();
  return (response) => {
    const bytes = known.get(response) ?? serialize(response);
    known.set(response, bytes);
    return bytes;
  };
}

/** Serves the plugin protocol on 127.0.0.1. A handler that throws answers with the error, so that Terraform shows it. */
export async function serve(handlers: Handlers, port: number, address: string): Promise<ProtocolServer> {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': MESSAGE_LIMIT_BYTES,
    'grpc.max_send_message_length': MESSAGE_LIMIT_BYTES,
  });
  const methods = Object.entries(handlers).map(([name, handler]) => [name, unary(name, handler as AnyHandler)]);
  server.addService(serviceDefinition(), Object.fromEntries(methods));
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, actual) =>
      error ? reject(new Error(`127.0.0.1:${port} can't be listened on: ${error.message}`)) : resolve(actual),
    );
  });
  return { reattach: reattachTo(address, bound), port: bound, stop: () => shutDown(server) };
}

type AnyHandler = (request: unknown, connection: string) => unknown;

function unary(name: string, handler: AnyHandler): grpc.handleUnaryCall<unknown, unknown> {
  return (call, answer) => {
    Promise.resolve()
      .then(() => handler(call.request, call.getPeer()))
      .then(
        (response) => answer(null, response),
        (error: unknown) =>
          answer({ code: grpc.status.INTERNAL, details: `${name}: ${error instanceof Error ? error.stack : error}` }),
      );
  };
}

function reattachTo(address: string, port: number): string {
  const plugin = {
    Protocol: 'grpc',
    ProtocolVersion: 5,
    Pid: process.pid,
    Test: true, // Terraform must not end this process
    Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
  };
  return JSON.stringify({ [address]: plugin });
}

/** Terraform may have been killed in the middle of a call: don't wait for its connection for ever. */
function shutDown(server: grpc.Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, 500);
    server.tryShutdown(() => {
      clearTimeout(impatient);
      resolve();
    });
  });
}
