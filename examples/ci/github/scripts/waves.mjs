// Lays the stacks of a change on the workflow's wave jobs.
//   waves.mjs waves.json review.json
// prints, for $GITHUB_OUTPUT:
//   waves=[{"count": 1, "matrix": {"include": [{"stack", "region", "environment"}]}}, ...]   one for each job
//   later=region-eu-west-1 global    what can only be planned once this is applied
import { readFileSync } from 'node:fs';

/** Jobs wave-1, wave-2, ... of deploy.yml. */
const JOBS = 9;

/** GitHub environments, as in the config's `ci.github.deployEnvironments`. */
const SHARED = 'foundation';
const REGIONS = ['canary', 'wave-2', 'wave-3'];
const GLOBAL = 'global';

const [{ waves }, { stacks, outputs }] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file)));

const planned = new Set(stacks.filter(({ status }) => status === 'planned').map(({ stack }) => stack));
const busy = new Set([
  ...stacks.filter(({ counts }) => Object.values(counts).some((count) => count > 0)).map(({ stack }) => stack),
  ...outputs.map(({ stack }) => stack),
]);

// Nobody is asked to approve what does nothing.
const jobs = waves
  .map(({ matrix }) => matrix.include.filter(({ stack }) => planned.has(stack) && busy.has(stack)))
  .filter((include) => include.length > 0);
if (jobs.length > JOBS) throw new Error(`There are ${jobs.length} waves, and deploy.yml has jobs for ${JOBS}.`);

// The Regions' environments in their order; the last one for all that is left.
let wave = 0;
const withEnvironments = jobs.map((include) => {
  const region = REGIONS[Math.min(wave, REGIONS.length - 1)];
  if (include.some((stack) => stack.region !== null)) wave++;
  return include.map((entry) => ({
    stack: entry.stack,
    region: entry.region ?? '',
    environment: entry.region !== null ? region : entry.stack === 'global' ? GLOBAL : SHARED,
  }));
});
const padded = Array.from({ length: JOBS }, (_, index) => {
  const include = withEnvironments[index] ?? [];
  return { count: include.length, matrix: { include } };
});
const later = waves
  .flatMap(({ matrix }) => matrix.include)
  .filter(({ stack }) => !planned.has(stack))
  .map(({ stack }) => stack);

console.log(`waves=${JSON.stringify(padded)}`);
console.log(`later=${later.join(' ')}`);
