import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadPlatform } from '../config';
import { CONTRACT_LOCK_FILE, contractLock, contractLockSchema, contractProblems } from '../config/contract-lock';
import { platformJsonSchema } from '../config/json-schema';
import { manifestJsonSchema } from '../config/manifest';
import { configPage } from './pages/config-page';
import { outputsPage } from './pages/outputs-page';
import { platformPicture } from './pages/platform-picture';
import { recoveryPage } from './pages/recovery-page';
import { regionsPage } from './pages/regions-page';
import { GOLDEN_REVIEWS, goldenFile, goldenPage } from './pages/review-golden-page';
import { reviewRulesPage } from './pages/review-rules-page';
import { reviewJsonSchema } from './review/render/json-schema';

/** A file that is derived from the code and committed, so that it can be read and used without running anything. */
export interface GeneratedFile {
  /** Path from the project's root. */
  readonly file: string;
  readonly render: () => string;
  /** What keeps the committed file from becoming what the code now says. */
  readonly refusals?: (committed: string | undefined) => readonly string[];
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const ROOT = join(__dirname, '..');

/** Examples whose page begins with a picture of the platform. */
export const PICTURED = ['active-active-api', 'active-passive-web', 'accelerated'] as const;

/** Every generated file. `npm run docs` writes them; the tests fail while one is stale. */
export const GENERATED_FILES: readonly GeneratedFile[] = [
  { file: 'schema/platform.schema.json', render: () => json(platformJsonSchema()) },
  { file: 'schema/manifest.schema.json', render: () => json(manifestJsonSchema()) },
  { file: 'schema/review.schema.json', render: () => json(reviewJsonSchema()) },
  { file: CONTRACT_LOCK_FILE, render: () => json(contractLock()), refusals: lockRefusals },
  { file: 'docs/config.md', render: configPage },
  { file: 'docs/outputs.md', render: outputsPage },
  { file: 'docs/recovery.md', render: recoveryPage },
  { file: 'docs/regions.md', render: regionsPage },
  { file: 'docs/review/rules.md', render: reviewRulesPage },
  ...PICTURED.map((example) => ({
    file: `examples/${example}/picture.svg`,
    render: () => platformPicture(loadPlatform(join(ROOT, 'examples', example, 'platform.config.ts'))),
  })),
  ...Object.keys(GOLDEN_REVIEWS).map((name) => ({ file: goldenFile(name), render: () => goldenPage(name) })),
];

/** The lock is a promise to readers: what breaks it is not written over it. */
function lockRefusals(committed: string | undefined): readonly string[] {
  if (committed === undefined)
    return ['missing. Restore it (`git checkout -- contract.lock.json`): the contract is compared with it.'];
  return contractProblems(contractLockSchema.parse(JSON.parse(committed)));
}

function committed(file: string): string | undefined {
  try {
    return readFileSync(join(ROOT, file), 'utf8');
  } catch {
    return undefined;
  }
}

/** The files that are not what the code now says. */
export const staleFiles = (): readonly GeneratedFile[] =>
  GENERATED_FILES.filter(({ file, render }) => committed(file) !== render());

/** `npm run docs` writes what is stale; `npm run docs -- --check` only names it, and exits 1. */
function main(options: readonly string[]): number {
  const unknown = options.filter((option) => option !== '--check');
  if (unknown.length > 0) {
    console.error(`docs: unknown option ${unknown.join(' ')}. Allowed: --check.`);
    return 1;
  }
  const stale = staleFiles();
  if (options.includes('--check')) {
    for (const { file } of stale) console.error(`${file}: stale. Run \`npm run docs\` and commit it.`);
    return stale.length > 0 ? 1 : 0;
  }
  const refused = stale.flatMap(({ file, refusals }) =>
    (refusals?.(committed(file)) ?? []).map((refusal) => `${file}: ${refusal}`),
  );
  if (refused.length > 0) {
    console.error(`${refused.join('\n')}\nNothing was written.`);
    return 1;
  }
  for (const { file, render } of stale) {
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), render());
    console.log(`${file}: written`);
  }
  if (stale.length === 0) console.log(`${GENERATED_FILES.length} files, all up to date`);
  return 0;
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
