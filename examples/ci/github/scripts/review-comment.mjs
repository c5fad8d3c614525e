// The one comment of a pull request that holds the review.
//   review-comment.mjs get meridian.json FILE   writes what it says now, if there is one
//   review-comment.mjs put meridian.json FILE   writes it anew, or makes it; without the file it says that there is no review
//   review-comment.mjs none meridian.json       says that there is nothing to review, if there was before
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { all, isOurs, send } from './github-api.mjs';

const [verb, manifest, file] = process.argv.slice(2);
const { name, environment } = JSON.parse(readFileSync(manifest, 'utf8'));
const mark = `<!-- meridian-review ${name}/${environment} -->`;
const { PULL_REQUEST } = process.env;

const found = (await all(`/issues/${PULL_REQUEST}/comments`)).find((comment) => isOurs(comment, mark));

const update = (body) => send('PATCH', `/issues/comments/${found.id}`, { body });

if (verb === 'get') {
  if (found) writeFileSync(file, found.body);
} else if (verb === 'put') {
  const body = existsSync(file)
    ? readFileSync(file, 'utf8')
    : `${mark}\n\n## ${name} ${environment}: could not be reviewed. The job says why.\n`;
  if (!body.startsWith(mark)) throw new Error(`${file} is no review of ${name} ${environment}.`);
  await (found ? update(body) : send('POST', `/issues/${PULL_REQUEST}/comments`, { body }));
} else if (verb === 'none') {
  if (found) await update(`${mark}\n\n## ${name} ${environment}: no stack changes.\n`);
} else {
  throw new Error(`${verb} is none of get, put, none.`);
}
