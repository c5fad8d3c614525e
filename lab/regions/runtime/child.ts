import { listen } from '../http';
import { HttpApi } from './api';
import { Containers } from './containers';
import { invoke, isInvoke } from './lambda-api';
import { type RegionSpec, SPEC_VARIABLE } from './spec';

/** One Region's functions: loaded once, then called over HTTP, as API Gateway and as Lambda call them. */
async function main(): Promise<void> {
  // Written by the process that started this one.
  const spec: RegionSpec = JSON.parse(process.env[SPEC_VARIABLE] ?? '');
  delete process.env[SPEC_VARIABLE];
  const functions = new Map(spec.functions.map((each) => [each.what, new Containers(each)]));
  const api = new HttpApi(spec.routes, functions);
  const { address } = await listen(async (request, outgoing) => {
    const { pathname } = new URL(request.url, 'http://region');
    const answer = isInvoke(pathname) ? await invoke(request, functions) : await api.answer(request);
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  });
  process.send?.({ address });
}

// Whoever started it has gone, however that went.
process.on('disconnect', () => process.exit(0));
void main();
