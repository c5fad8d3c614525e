// Writes a child pipeline, as JSON, which is YAML too.
//   child-pipeline.mjs plan affected.json             a plan of each stack, and the review of all
//   child-pipeline.mjs deploy waves.json review.json  each wave, begun by hand
import { readFileSync } from 'node:fs';

/** Environments of the Regions' waves, in their order; the last one for all that is left. */
const REGIONS = ['canary', 'wave-2', 'wave-3'];

const [verb, ...files] = process.argv.slice(2);
const [first, second] = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));

const image = '$CI_NODE_TERRAFORM_IMAGE';
const review = 'npm run --silent review --';
const fromParent = (job) => ({ pipeline: '$PARENT_PIPELINE_ID', job });
const tokens = { AWS_ID_TOKEN: { aud: 'sts.amazonaws.com' } };
const credentials = [
  'printf %s "$AWS_ID_TOKEN" > /tmp/aws-id-token',
  'export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/aws-id-token',
];
/** The code of the base reviews: a change does not judge itself. */
const base = ['git worktree add --quiet --detach base "$BASE_SHA"', 'cd base', 'npm ci --ignore-scripts'];
const artifacts = (more) => ({ access: 'developer', expire_in: '7 days', ...more });

function planPipeline(affected) {
  const stacks = affected.filter(({ reason }) => reason !== 'gone').map(({ stack }) => stack);
  if (stacks.length === 0) return { none: { image, script: ['echo "No stack changes."'] } };
  return {
    stages: ['plan', 'review'],
    default: { image, timeout: '1 hour' },
    variables: { GIT_DEPTH: '0' },
    ...Object.fromEntries(stacks.map((stack) => [`plan ${stack}`, planJob(stack)])),
    review: {
      stage: 'review',
      when: 'always',
      needs: [
        fromParent('synth'),
        fromParent('affected'),
        ...stacks.map((stack) => ({ job: `plan ${stack}`, artifacts: true })),
      ],
      script: [
        ...base,
        'mkdir -p ../plans',
        `${review} --plans ../plans --out ../synth --base-out ../base-synth --format "text,markdown=../review.md,gitlab=../reports"`,
      ],
      artifacts: artifacts({
        when: 'always',
        paths: ['review.md'],
        reports: { codequality: 'reports/gl-code-quality-report.json', terraform: 'reports/terraform-*.json' },
      }),
    },
  };
}

const planJob = (stack) => ({
  stage: 'plan',
  needs: [fromParent('synth'), fromParent('affected')],
  environment: { name: 'plan', action: 'prepare' },
  id_tokens: tokens,
  script: [
    ...base,
    `${review} preflight ${stack} --out ../synth --base-out ../base-synth`,
    ...credentials,
    `${review} plan ${stack} --out ../synth --to ../plans --no-review`,
  ],
  // A projection of the plan: the plan itself holds values in clear.
  artifacts: artifacts({ paths: ['plans/'] }),
});

function deployPipeline({ waves }, { stacks, outputs }) {
  const planned = new Set(stacks.filter(({ status }) => status === 'planned').map(({ stack }) => stack));
  const busy = new Set([
    ...stacks.filter(({ counts }) => Object.values(counts).some((count) => count > 0)).map(({ stack }) => stack),
    ...outputs.map(({ stack }) => stack),
  ]);
  const going = waves
    .map(({ matrix }) => matrix.include.filter(({ stack }) => planned.has(stack) && busy.has(stack)))
    .filter((include) => include.length > 0);
  if (going.length === 0) return { none: { image, script: ['echo "Nothing to apply."'] } };
  const stages = going.map((_, index) => `wave ${index + 1}`);
  const jobs = going.flatMap((include, index) => {
    const regional = going.slice(0, index).filter((wave) => wave.some(({ region }) => region !== null)).length;
    const environment = REGIONS[Math.min(regional, REGIONS.length - 1)];
    return include.map(({ stack, region }) => [
      `apply ${stack}`,
      applyJob(
        stack,
        stages[index],
        region !== null ? environment : stack === 'global' ? 'global' : 'foundation',
        (going[index - 1] ?? []).map((before) => `apply ${before.stack}`),
      ),
    ]);
  });
  return { stages, default: { image, timeout: '4 hours' }, ...Object.fromEntries(jobs) };
}

const applyJob = (stack, stage, environment, before) => ({
  stage,
  // It waits for somebody, and the next wave waits for it.
  when: 'manual',
  allow_failure: false,
  interruptible: false,
  resource_group: stack,
  environment: { name: environment },
  id_tokens: tokens,
  needs: [fromParent('synth'), fromParent('review'), ...before.map((job) => ({ job, artifacts: false }))],
  script: [
    'npm ci --ignore-scripts',
    `${review} preflight ${stack} --out synth`,
    ...credentials,
    `folder=synth/stacks/${stack}`,
    'if [ -f "$folder/.terraform.lock.hcl" ]; then locked=-lockfile=readonly; fi',
    'terraform -chdir="$folder" init -input=false $locked',
    'mkdir -p /tmp/plans',
    `terraform -chdir="$folder" plan -json -input=false -out=/tmp/plans/plan > /tmp/plans/${stack}.log.jsonl || true`,
    `if [ -f /tmp/plans/plan ]; then terraform -chdir="$folder" show -json /tmp/plans/plan > /tmp/plans/${stack}.json; fi`,
    'code=0',
    `${review} --plans /tmp/plans/${stack}.* --out synth --for-apply || code=$?`,
    'if [ "$code" -gt 1 ]; then exit "$code"; fi',
    `${review} compare --plans /tmp/plans/${stack}.* --out synth --approved review.json`,
    'terraform -chdir="$folder" apply -input=false /tmp/plans/plan',
  ],
});

if (verb === 'plan') console.log(JSON.stringify(planPipeline(first), null, 2));
else if (verb === 'deploy') console.log(JSON.stringify(deployPipeline(first, second), null, 2));
else throw new Error(`${verb} is none of plan, deploy.`);
