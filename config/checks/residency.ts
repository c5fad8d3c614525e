import { ROUTING_OF } from '../ingress';
import { listed, type Problem, pathText, shown } from '../problems';
import { type Check, isAbsent, namesOf } from './draft';

const WHERE = ['ingress', 'residency'] as const;

const wanted: Check = ({ ingress, pattern }, _entries, { refused }) => {
  if (!ingress || refused([...WHERE]) || refused(['ingress', 'routing']) || !pattern) return [];
  const routing = ingress.routing ?? ROUTING_OF[pattern];
  if ((routing === 'geolocation') === Object.keys(ingress.residency ?? {}).length > 0) return [];
  return routing === 'geolocation'
    ? [
        {
          path: 'ingress.residency',
          message: `missing. Routing "geolocation"${ingress.routing ? '' : ` (of pattern ${shown(pattern)})`} sends clients by where they are: write { "eu": { "regions": ["eu-west-1"], "continents": ["EU"], "default": true } }, or another \`routing\`.`,
        },
      ]
    : [
        {
          path: 'ingress.residency',
          message: `only routing "geolocation" has jurisdictions, and it is ${shown(routing)}. Take it out, or set \`routing\`.`,
        },
      ];
};

const members: Check = ({ ingress }, entries, draft) => {
  const residency = ingress?.residency;
  if (!residency || Object.keys(residency).length === 0 || draft.refused([...WHERE])) return [];
  const placed = new Map<string, string>();
  const problems = Object.entries(residency).flatMap(([name, { regions }]) =>
    (regions ?? []).flatMap((region: string | undefined, index): Problem[] => {
      if (region === undefined) return [];
      const path = pathText([...WHERE, name, 'regions', index]);
      if (isAbsent(region, entries, draft))
        return [
          { path, message: `${region} is not in \`regions\` (${listed(namesOf(entries))}). Take it out, or add it.` },
        ];
      const first = placed.get(region);
      if (first !== undefined)
        return [{ path, message: `${region} is in ${shown(first)} already. A Region is in one jurisdiction.` }];
      placed.set(region, name);
      return [];
    }),
  );
  const without = namesOf(entries).filter((region) => !placed.has(region));
  if (without.length > 0 && problems.length === 0 && draft.unreadRegions.length === 0)
    problems.push({
      path: 'ingress.residency',
      message: `no jurisdiction for ${listed(without)}. Put every Region of \`regions\` in one.`,
    });
  return problems;
};

const clients: Check = ({ ingress }, _entries, draft) => {
  const residency = ingress?.residency;
  if (!residency || Object.keys(residency).length === 0 || draft.refused([...WHERE])) return [];
  const problems: Problem[] = [];
  for (const key of ['continents', 'countries'] as const) {
    const placed = new Map<string, string>();
    for (const [name, jurisdiction] of Object.entries(residency))
      (jurisdiction[key] ?? []).forEach((place: string | undefined, index) => {
        if (place === undefined) return;
        const first = placed.get(place);
        if (first !== undefined)
          problems.push({
            path: pathText([...WHERE, name, key, index]),
            message: `${shown(place)} is in ${shown(first)} already. A place belongs to one jurisdiction: take one out.`,
          });
        else placed.set(place, name);
      });
  }
  const defaults = Object.entries(residency).filter(([, jurisdiction]) => jurisdiction.default);
  if (defaults.length !== 1)
    problems.push({
      path: 'ingress.residency',
      message: `${defaults.length === 0 ? 'no jurisdiction is' : `${listed(defaults.map(([name]) => name))} are each`} the \`default\`, to which clients from anywhere else belong: without one they get no answer. Set it in exactly one.`,
    });
  return problems;
};

/** Pattern "data-residency" refuses every copy by itself; here what is copied across the jurisdictions of another pattern. */
const copies: Check = (config) => {
  const { ingress, pattern } = config;
  const names = Object.keys(ingress?.residency ?? {});
  if (names.length < 2 || pattern === 'data-residency') return [];
  const rule = `across the jurisdictions ${listed(names)}`;
  return [
    ...Object.entries(config.buckets ?? {})
      .filter(([, { replication }]) => replication === 'mesh')
      .map(([name]) => ({
        path: pathText(['buckets', name, 'replication']),
        message: `"mesh" copies ${rule}. Set "none".`,
      })),
    ...Object.keys(config.tables ?? {}).map((name) => ({
      path: pathText(['tables', name]),
      message: `a global table copies ${rule}. Take it out, or make one platform for each jurisdiction.`,
    })),
    ...Object.keys(config.databases ?? {}).map((name) => ({
      path: pathText(['databases', name]),
      message: `a database has replicas ${rule}. Take it out, or make one platform for each jurisdiction.`,
    })),
  ];
};

/** Where clients and their data belong. */
export const RESIDENCY_CHECKS: readonly Check[] = [wanted, members, clients, copies];
