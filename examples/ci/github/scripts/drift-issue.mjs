// The one open issue of an environment that holds the drift.
//   drift-issue.mjs get meridian.json FILE         writes what it says now, if there is one
//   drift-issue.mjs put meridian.json FILE JSON    writes it anew or opens it; closes it where nothing alarms any more
import { readFileSync, writeFileSync } from 'node:fs';
import { all, api, isOurs, send } from './github-api.mjs';

const [verb, manifest, file, report] = process.argv.slice(2);
const { name, environment } = JSON.parse(readFileSync(manifest, 'utf8'));
const mark = `<!-- meridian-drift ${name}/${environment} -->`;

const found = (await all('/issues?state=open')).find((issue) => !issue.pull_request && isOurs(issue, mark));

if (verb === 'get') {
  if (found) writeFileSync(file, found.body);
} else if (verb === 'put') {
  const body = readFileSync(file, 'utf8');
  const { status } = JSON.parse(readFileSync(report, 'utf8'));
  if (!body.startsWith(mark)) throw new Error(`${file} is no drift of ${name} ${environment}.`);
  if (found) await send('PATCH', `/issues/${found.number}`, { body });
  else if (status !== 'clean') await send('POST', '/issues', { title: `Drift in ${name} ${environment}`, body });
  if (found && status === 'clean')
    await api('PATCH', `/issues/${found.number}`, { state: 'closed', state_reason: 'completed' });
} else {
  throw new Error(`${verb} is none of get, put.`);
}
