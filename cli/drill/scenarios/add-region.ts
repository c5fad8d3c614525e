import { CATALOG, REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import { parsePlatform } from '../../../config/parse';
import { reordered, withRegion } from '../edits';
import { dataOutlives } from '../laws/data';
import { isCreated } from '../laws/law';
import {
  type Allowed,
  createsOnlyIn,
  destroysNothing,
  everyEdge,
  onlyEdges,
  passes,
  planIsEmpty,
  settles,
} from '../laws/plans';
import { islands } from '../laws/reach';
import { NotApplicable, regionsOf, type Scenario, type Setting, withoutStrongTables } from './scenario';

/** A Region joins: it is made, and of the others only the edges to it change. */
export const addRegion: Scenario = {
  name: 'add-region',
  help: 'a Region joins: of the others only the edges to it change',
  takes: ['region'],
  cast: (setting) => {
    const region = newcomer(setting);
    const { config, notes = [] } = withoutStrongTables(setting.config);
    const joined = withRegion(config, region);
    const parsed = parsePlatform(joined);
    if ('problems' in parsed)
      throw new NotApplicable(`${region} cannot join: ${parsed.problems.map(({ message }) => message).join(' ')}`);
    return {
      summary: `${region} joins.`,
      notes,
      run: (stage, recorder) =>
        stage.withApplied('add-region', config, recorder, async (story) => {
          await story.step(`${region} joins`, {
            config: joined,
            laws: [
              islands,
              settles,
              passes,
              onlyEdges(region, isFirstRole),
              everyEdge(region),
              createsOnlyIn(region),
              destroysNothing,
              dataOutlives(),
            ],
          });
          await story.step('the list in another order says the same', {
            config: reordered(joined),
            mode: 'plan',
            laws: [islands, passes, planIsEmpty],
          });
        }),
    };
  },
};

/** The first copy of a platform needs a role, which stands in no Region. */
const isFirstRole: Allowed = (change, _stack, { previous }) =>
  previous.regions.length === 1 && isCreated(change) && change.region === 'global';

/** The Region that was asked for, or the nearest to home by slot that every account can use. */
function newcomer(setting: Setting): RegionName {
  const { home, partition } = setting.platform;
  const present = regionsOf(setting);
  if (setting.region !== undefined) {
    if (present.includes(setting.region)) throw new NotApplicable(`${setting.region} is in \`regions\` already`);
    return setting.region;
  }
  const distance = (region: RegionName): number => Math.abs(CATALOG[region].slot - CATALOG[home].slot);
  const [nearest] = REGION_NAMES.filter(
    (name) => regionFacts(name).partition === partition && !regionFacts(name).optIn && !present.includes(name),
  ).sort((a, b) => distance(a) - distance(b) || CATALOG[a].slot - CATALOG[b].slot);
  if (nearest === undefined) throw new NotApplicable(`every Region of the partition ${partition} is in \`regions\``);
  return nearest;
}
