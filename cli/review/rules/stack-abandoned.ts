import { GLOBAL, type Rule } from '../model';

export const stackAbandoned: Rule = {
  id: 'stack-abandoned',
  severity: 'critical',
  title: 'A stack leaves the config with all that it has made',
  suppressible: true,
  needsBase: true,
  doc: {
    what: 'The base has a stack that works in several Regions, and head has it no more.',
    why: 'Nothing destroys what such a stack has made: records, peerings and switches stay, serve, cost what they cost, and nobody plans them any more.',
    fix: 'Destroy it with the code of the base first, or keep what needs it.',
    example:
      'The last thing that needs `global` is taken out of the config. The stack of a Region that is evacuated or has left is no finding.',
  },
  run: ({ base, head }) => {
    const present = new Set(head.manifest.stacks.map(({ name }) => name));
    return (base?.manifest.stacks ?? [])
      .filter(({ name, region }) => region === null && !present.has(name))
      .map(({ name }) => ({
        stack: name,
        region: GLOBAL,
        address: '',
        what: `${name} leaves the config with all that it has made.`,
        why: 'What it has made stays as it is, and no plan sees it any more.',
        fix: `Check out what is deployed, destroy ${name} there, and then merge this.`,
        paths: [name],
      }));
  },
};
