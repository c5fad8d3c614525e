import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthPlatform } from '../synth';

const PAGE = readFileSync(join(__dirname, '../../docs/routing.md'), 'utf8');

/** What CloudWatch bills: US$ for each metric of an alarm, and for each custom metric ("Amazon CloudWatch pricing"). */
const ALARM_METRIC = 0.1;
const CUSTOM_METRIC = 0.3;

test('the alarms that the page prices are those of a Region, and each of their metrics is billed', () => {
  const alarms = synthPlatform({ tables: {}, routing: { photos: { bucket: 'objects' } }, identity: {} })
    .region('eu-west-1')
    .resources<{ metric_query?: { metric?: unknown }[] }>('aws_cloudwatch_metric_alarm')
    .map(({ args }) => args.metric_query?.filter(({ metric }) => metric !== undefined).length ?? 1);
  const metrics = alarms.reduce((sum, count) => sum + count, 0);
  const found =
    /\| alarms \((\d+), on (\d+) metrics, with three Regions\) and custom metrics \((\d+)\) \| ([\d.]+) \|/.exec(PAGE);
  expect(found?.slice(1, 3).map(Number)).toEqual([alarms.length, metrics]);
  expect(Number(found?.[4])).toBeCloseTo(metrics * ALARM_METRIC + Number(found?.[3]) * CUSTOM_METRIC, 2);
});
