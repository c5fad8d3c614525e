import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monthly, PRICES, PRICES_OF } from '../../cli/costs/prices';
import { synthPlatform } from '../synth';

const PAGE = readFileSync(join(__dirname, '../../docs/routing.md'), 'utf8');

test('the alarms that the page prices are those of a Region, and each of their metrics is billed', () => {
  const alarms = synthPlatform({ tables: {}, routing: { photos: { bucket: 'objects' } }, identity: {} })
    .region('eu-west-1')
    .resources<{ metric_query?: { metric?: unknown }[] }>('aws_cloudwatch_metric_alarm')
    .map(({ args }) => args.metric_query?.filter(({ metric }) => metric !== undefined).length ?? 1);
  const metrics = alarms.reduce((sum, count) => sum + count, 0);
  const found =
    /\| alarms \((\d+), on (\d+) metrics, with three Regions\) and custom metrics \((\d+)\) \| ([\d.]+) \|/.exec(PAGE);
  expect(found?.slice(1, 3).map(Number)).toEqual([alarms.length, metrics]);
  expect(Number(found?.[4])).toBeCloseTo(
    metrics * PRICES.alarmMetric.usd + Number(found?.[3]) * PRICES.customMetric.usd,
    2,
  );
});

test('the other prices of the page are those of the table, of the same date', () => {
  expect(PAGE).toContain(`at the prices of us-east-1 in ${PRICES_OF} `);
  expect(PAGE).toContain(
    `An ARC routing-control cluster, which answers the same question, is about US$ ${monthly(PRICES.recoveryCluster).toLocaleString('en-US')} a month.`,
  );
});
