import { regionFacts } from './catalog';
import { frontNotesOf } from './front-notes';
import type { Platform } from './platform';
import { listed } from './problems';

/** Replicas of one instance beyond which RDS "can't guarantee" more across Regions ("Cross-Region replication considerations"). */
const SURE_CROSS_REGION_REPLICAS = 5;
/** Quota "Read replicas per primary", adjustable ("Amazon RDS endpoints and quotas"). */
const REPLICA_QUOTA = 15;

/** What is allowed and works, and should be known before it is deployed. */
export function notesOf(platform: Platform): string[] {
  const { regions, databases, state } = platform;
  const optIn = regions.map(({ name }) => name).filter((name) => regionFacts(name).optIn);
  const replicas = platform.deployedRegions.length - 1;
  const names = listed([...databases.keys()]);
  const { evacuatedRegions, tables } = platform;
  return [
    ...(state.backend === 'local' ? ['State is kept in local files: to try Meridian out, never for a team.'] : []),
    ...(optIn.length > 0 ? [`To be enabled in the account first: ${listed(optIn)}.`] : []),
    ...(tables.size > 0 && evacuatedRegions.length > 0
      ? [
          `${listed([...tables.keys()])}: left to ${tables.size === 1 ? 'itself' : 'themselves'} while ${listed(evacuatedRegions)} is evacuated; a Region that joins meanwhile gets no replica until it returns.`,
        ]
      : []),
    ...(databases.size > 0 && replicas > REPLICA_QUOTA
      ? [
          `${names}: ${replicas} replicas are more than the quota of ${REPLICA_QUOTA} for each writer; have it raised ("Read replicas per primary").`,
        ]
      : []),
    ...(databases.size > 0 && replicas > SURE_CROSS_REGION_REPLICAS
      ? [
          `${names}: RDS does not guarantee more than ${SURE_CROSS_REGION_REPLICAS} replicas in other Regions; there are ${replicas}.`,
        ]
      : []),
    ...[...databases]
      .filter(([, { engine, engineVersion }]) => engine === 'mysql' && engineVersion.startsWith('8.0'))
      .map(([name]) => `${name}: MySQL 8.0 is in RDS Extended Support, which is charged for each vCPU. Take 8.4.`),
    ...frontNotesOf(platform),
  ];
}
