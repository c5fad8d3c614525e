import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FUNCTION_NAMES } from '../../modules/routing/functions';
import { allFunctionsOf, archivePath, type BundledFunction, bundled, bundlesOf } from '../../stacks/function-bundles';
import { SERVICE_FUNCTION } from '../../stacks/service-function';
import { platformOf, synthPlatform } from '../synth';

const ROOT = join(__dirname, '..', '..');
/** Largest size of a function, minified and as it is sent, in KB of 1,000 bytes. */
const BUDGET = { minified: 450, gzipped: 140 };
const PHOTOS_BUDGET = { minified: 800, gzipped: 240 };

/** It is asked by checkers that wait two seconds, and calls nothing. */
const SERVICE_BUDGET = { minified: 60, gzipped: 20 };

const NAMES: readonly BundledFunction[] = [...FUNCTION_NAMES, SERVICE_FUNCTION];
const bundles = bundled(NAMES);
const budgetOf = (name: BundledFunction): typeof BUDGET =>
  name === 'photos-api' ? PHOTOS_BUDGET : name === SERVICE_FUNCTION ? SERVICE_BUDGET : BUDGET;

test.each(NAMES)('%s keeps to its budget', (name) => {
  const code = bundles.get(name)?.code ?? new Uint8Array();
  const budget = budgetOf(name);
  expect(code.length).toBeGreaterThan(10_000);
  expect(code.length / 1000).toBeLessThanOrEqual(budget.minified);
  expect(gzipSync(code, { level: 9 }).length / 1000).toBeLessThanOrEqual(budget.gzipped);
});

test.each(NAMES)('%s names no path of this machine, and looks for credentials where Lambda puts them', (name) => {
  const code = Buffer.from(bundles.get(name)?.code ?? []).toString();
  const found = [ROOT, 'AWS_SECRET_ACCESS_KEY', 'credential_process', 'sso_start_url', 'AWS_WEB_IDENTITY_TOKEN_FILE'];
  expect(found.filter((text) => code.includes(text))).toEqual(
    name === SERVICE_FUNCTION ? [] : ['AWS_SECRET_ACCESS_KEY'],
  );
});

test('each metric of theirs that an alarm watches is written by the function whose name it carries', () => {
  const alarms = synthPlatform({ routing: { photos: { bucket: 'objects' } }, identity: {} })
    .region('eu-west-1')
    .resources<Alarm>('aws_cloudwatch_metric_alarm')
    .flatMap(({ args }) => [args, ...(args.metric_query ?? []).flatMap(({ metric }) => metric ?? [])])
    .filter(({ namespace }) => namespace === 'Meridian')
    .map(({ metric_name, dimensions }) => [metric_name, dimensions?.service?.replace('orders-prod-', '')] as const);
  expect(alarms.length).toBeGreaterThan(5);
  const silent = alarms.filter(([metric, name]) => {
    const code = Buffer.from(bundles.get(name ?? '')?.code ?? []).toString();
    // As it is written: `.add("MoveFailed", 1, ...)`; the list of all metrics is in every bundle, as keys.
    return !code.includes(`("${metric}",`);
  });
  expect(silent).toEqual([]);
});

interface Watched {
  readonly namespace?: string;
  readonly metric_name?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}
interface Alarm extends Watched {
  readonly metric_query?: readonly { readonly metric?: Watched }[];
}

test('another process makes the same bytes', () => {
  const script =
    "const { bundled } = require('./stacks/function-bundles'); console.log(JSON.stringify([...bundled(['health', 'authorizer']).values()].map(({ name, sourceCodeHash }) => [name, sourceCodeHash])));";
  const other = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], { cwd: ROOT, encoding: 'utf8' });
  expect(JSON.parse(other)).toEqual(['authorizer', 'health'].map((name) => [name, bundles.get(name)?.sourceCodeHash]));
});

const INGRESS = { domain: 'orders.example.com', zone: 'existing' } as const;

test.each([
  ['nothing that calls a function', {}, []],
  ['the service alone, without a routing layer', { ingress: INGRESS }, ['service']],
  [
    'a routing layer and the service',
    { routing: {}, ingress: INGRESS },
    ['control-api', 'health', 'state-updater', 'service'],
  ],
  [
    'a service in containers',
    { routing: {}, ingress: { ...INGRESS, entry: 'alb' as const } },
    ['control-api', 'health', 'state-updater'],
  ],
])('%s: these archives', (_what, config, names) => {
  const platform = platformOf(config);
  expect(allFunctionsOf(platform)).toEqual(names);
  expect([...bundlesOf(platform).keys()]).toEqual([...names].sort());
});

test('an archive is named as a stack sees it, without a path of this machine', () =>
  expect(archivePath('health')).toBe('../../lambdas/health.zip'));
