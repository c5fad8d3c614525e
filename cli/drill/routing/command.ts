import { writeFileSync } from 'node:fs';
import type { Screen } from '../progress';
import type { RoutingArguments } from './arguments';
import { routingProgressOn } from './progress';
import { routingReport } from './report';
import { routingDrill } from './run';
import { ROUTING_SCENARIOS } from './scenarios';

/** Plays a scenario and tells what it found. @returns the exit code: 1 where a target was missed */
export async function runRoutingDrill(
  { scenario: name, ...options }: RoutingArguments,
  json: string | undefined,
  screen: Screen,
): Promise<number> {
  const scenario = ROUTING_SCENARIOS.find((each) => each.name === name);
  if (!scenario) throw new Error(`${name} is named, but nothing plays it.`);
  const progress = routingProgressOn(screen);
  screen.write(`\n${name}: ${scenario.summary(options.primary, options.target)}\n`);
  const result = await routingDrill(scenario, options, progress);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  screen.write(`\n${routingReport(result)}\n`);
  return result.passed ? 0 : 1;
}
