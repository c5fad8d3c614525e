import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Files that pages show as they are: a marker and the block that follows. */
const shown = PAGES.flatMap((page) =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/<!-- file:(\S+) -->\n```\w+\n([\s\S]*?)```/g)].map(
    ([, file = '', text = '']) => ({ page, file, text }),
  ),
);

test('a page shows a file', () =>
  expect(shown.map(({ file }) => file)).toContain('examples/active-passive-app/place-order.ts'));

test.each(shown)('$page shows $file as it is', ({ file, text }) =>
  expect(text).toBe(readFileSync(join(ROOT, file), 'utf8')),
);
