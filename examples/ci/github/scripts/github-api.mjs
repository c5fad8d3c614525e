// GitHub's REST API, as far as the reports need it. The runner sets GITHUB_API_URL and GITHUB_REPOSITORY; the step sets
// GITHUB_TOKEN.

/** Who writes with a workflow's token. People cannot have a name with brackets. */
const AUTHOR = 'github-actions[bot]';

const PAGE = 100;

/** An answer that is not a good one. */
export class ApiError extends Error {
  constructor(method, path, status, message) {
    super(`${method} ${path}: ${status} ${message}`);
    this.status = status;
  }
}

/** Calls `/repos/<owner>/<name><path>`. @returns the answer's JSON */
export async function api(method, path, body) {
  const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN } = process.env;
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'content-type': 'application/json',
      'user-agent': 'meridian',
      'x-github-api-version': '2022-11-28',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new ApiError(method, path, response.status, text.slice(0, 500));
  return text === '' ? undefined : JSON.parse(text);
}

/** All items of a list, page by page. */
export async function all(path) {
  const items = [];
  for (let page = 1; ; page++) {
    const found = await api('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=${PAGE}&page=${page}`);
    items.push(...found);
    if (found.length < PAGE) return items;
  }
}

/** Whether a comment or an issue is one that a workflow wrote, with this mark: anybody can write the mark. */
export const isOurs = ({ user, body }, mark) => user?.login === AUTHOR && (body ?? '').startsWith(mark);

/** Sends a body; where GitHub finds it too long, the beginning of it. */
export async function send(method, path, { body, ...rest }) {
  try {
    return await api(method, path, { body, ...rest });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
    return api(method, path, { body: shorter(body), ...rest });
  }
}

/** Mark, heading and the sentence below it, what the next report compares with, and where the rest is. */
function shorter(body) {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env;
  const run = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
  const [mark = '', ...lines] = body.split('\n');
  const at = lines.findIndex((line) => line.startsWith('## '));
  const [heading = '', reason = ''] = at < 0 ? [] : lines.slice(at).filter((line) => line !== '');
  const state = lines.find((line) => /^<!-- meridian-[a-z-]*state /.test(line)) ?? '';
  return [
    mark,
    heading.slice(0, 1000),
    reason.slice(0, 2000),
    `Too long for GitHub: all of it is in [the summary](${run}).`,
    state,
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}
