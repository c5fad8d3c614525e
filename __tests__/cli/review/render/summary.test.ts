import type { ReviewResult } from '../../../../cli/review/model';
import { markdown } from '../../../../cli/review/render/markdown';
import { summary } from '../../../../cli/review/render/summary';
import { planJson, raw, result } from '../plans';

/** Queues with long names, each changed otherwise. */
const queues = (count: number): ReviewResult =>
  result({
    plans: {
      foundation: planJson(
        Array.from({ length: count }, (_, index) =>
          raw(
            `aws_sqs_queue.${'q'.repeat(60)}${index}`,
            ['update'],
            { region: 'eu-west-1', delay_seconds: 0 },
            { region: 'eu-west-1', delay_seconds: index + 1 },
          ),
        ),
      ),
    },
  });

const comment = (review: ReviewResult): string => [...markdown.render(review, {}).values()].join('');
const whole = (review: ReviewResult): string => [...summary.render(review, {}).values()].join('');

test('is the comment where that has room for all', () => expect(whole(queues(3))).toBe(comment(queues(3))));

test('has what the comment leaves out, and fits a summary all the same', () => {
  const review = queues(500);
  expect(comment(review)).toContain('what is left out here is in the job summary');
  expect(whole(review)).not.toContain('left out');
  expect(whole(review)).toContain(`${'q'.repeat(60)}499`);
  const many = { ...review, groups: Array.from({ length: 40 }, () => review.groups).flat() };
  expect(Buffer.byteLength(whole(many))).toBeLessThanOrEqual(1_000_000);
});
