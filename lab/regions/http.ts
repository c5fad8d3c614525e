import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpRequest } from '../engine/aws-request';

/** A server that hands on whole requests. */
export interface Listening {
  /** `http://127.0.0.1:40123`. */
  readonly address: string;
  close(): Promise<void>;
}

/** The largest body that is taken: 10 MiB of an image, and some more. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Listens on this machine only, on a free port. */
export async function listen(
  answer: (request: HttpRequest, outgoing: ServerResponse) => Promise<void>,
): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => undefined);
    bodyOf(incoming)
      .then((body) => {
        const { method = 'GET', url = '/', headers } = incoming;
        return answer({ method, url, headers, body }, outgoing);
      })
      .catch((error: unknown) => {
        if (outgoing.headersSent || outgoing.destroyed) return outgoing.destroy();
        outgoing.writeHead(500, { 'content-type': 'text/plain' });
        return outgoing.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
      });
  });
  // The default of 5 s would close connections that the functions' clients keep.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { address: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) };
}

function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    incoming.on('data', (part: Buffer) => {
      size += part.length;
      if (size > MOST_BYTES) reject(new Error(`A body of more than ${MOST_BYTES} bytes.`));
      else parts.push(part);
    });
    incoming.on('error', reject);
    incoming.on('end', () => resolve(Buffer.concat(parts)));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server listens on no port.');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
