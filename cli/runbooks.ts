import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { RUNBOOKS, readPages, withPlans } from './runbooks/pages';
import { planTexts } from './runbooks/run-stories';

/** `npm run runbooks` runs every plan in the lab and writes it into its page; with `--check` it only names stale pages, and exits 1. */
async function main(options: readonly string[]): Promise<number> {
  const unknown = options.filter((option) => option !== '--check');
  if (unknown.length > 0) {
    console.error(`runbooks: unknown option ${unknown.join(' ')}. Allowed: --check.`);
    return 1;
  }
  const plans = await planTexts();
  const pages = readPages();
  const stale = pages.map((page) => withPlans(page, plans)).filter(({ text }, index) => text !== pages[index]?.text);
  for (const { file, text } of stale) {
    if (options.includes('--check')) {
      console.error(`docs/runbooks/${file}: stale. Run \`npm run runbooks\` and commit it.`);
      continue;
    }
    writeFileSync(path.join(RUNBOOKS, file), text);
    console.log(`docs/runbooks/${file}: written`);
  }
  if (stale.length === 0) console.log(`${plans.size} plans on ${pages.length} pages, all up to date`);
  return options.includes('--check') && stale.length > 0 ? 1 : 0;
}

if (require.main === module)
  main(process.argv.slice(2)).then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
