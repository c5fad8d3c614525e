import { fixtureNames, removeFixtures, writeFixture, writeSources } from './fixtures/files';
import { FixtureMaker } from './fixtures/make';
import { SCENARIOS } from './fixtures/scenarios';

/**
 * `npm run fixtures` plans every scenario with real Terraform in the lab, and writes what is not as it is committed;
 * `npm run fixtures -- NAME ...` only these.
 */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    console.error(
      `fixtures: no scenario ${unknown.join(', ')}. There are ${SCENARIOS.map(({ name }) => name).join(', ')}.`,
    );
    return 2;
  }
  const maker = new FixtureMaker();
  try {
    for (const scenario of SCENARIOS) {
      if (names.length > 0 && !names.includes(scenario.name)) continue;
      const began = performance.now();
      const fixture = await maker.make(scenario);
      writeFixture(scenario.name, fixture);
      const stacks = [...fixture.plans.keys()].filter((file) => file.endsWith('.json')).length;
      console.log(`${scenario.name}: ${stacks} plans (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    }
    writeSources(maker.sources, { keep: names.length > 0 });
  } finally {
    maker.close();
  }
  if (names.length === 0) removeFixtures(fixtureNames().filter((name) => !SCENARIOS.some((s) => s.name === name)));
  return 0;
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
