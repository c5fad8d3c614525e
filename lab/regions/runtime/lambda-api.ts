import type { HttpRequest } from '../../engine/aws-request';
import type { HttpAnswer } from './api';
import { type Containers, FunctionFailed } from './containers';

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Whether a request is Lambda's `Invoke`. */
export const isInvoke = (path: string): boolean => PATH.test(path);

/** Lambda's `Invoke`, synchronous or (`Event`) not, by name or ARN. */
export async function invoke(request: HttpRequest, functions: ReadonlyMap<string, Containers>): Promise<HttpAnswer> {
  const { pathname } = new URL(request.url, 'http://lambda');
  const asked = decodeURIComponent(PATH.exec(pathname)?.[1] ?? '');
  const name = asked.replace(/^.*:function:/, '').replace(/:.*$/, '');
  const found = [...functions.values()].find(({ spec }) => spec.name === name);
  if (!found)
    return {
      status: 404,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ResourceNotFoundException' },
      body: JSON.stringify({ Type: 'User', Message: `Function not found: ${name}` }),
    };
  const event: unknown = request.body.length === 0 ? {} : JSON.parse(request.body.toString());
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  if (request.headers['x-amz-invocation-type'] === 'Event') {
    void found.invoke(event).catch(() => undefined);
    return { status: 202, headers, body: '' };
  }
  try {
    return { status: 200, headers, body: JSON.stringify((await found.invoke(event)) ?? null) };
  } catch (error) {
    if (!(error instanceof FunctionFailed)) throw error;
    const body = JSON.stringify({ errorType: error.type, errorMessage: error.message });
    return { status: 200, headers: { ...headers, 'x-amz-function-error': 'Unhandled' }, body };
  }
}
