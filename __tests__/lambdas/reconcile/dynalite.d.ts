/** The one function of dynalite's main file: an HTTP server that answers as DynamoDB does. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  export default function dynalite(options: { readonly createTableMs?: number }): Server;
}
