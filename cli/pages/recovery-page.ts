import { ACTION_NAMES, CONTROL_ACTIONS, type ControlAction, type FailoverUse } from '../../config/control-planes';
import { readPages } from '../runbooks/pages';
import { FAILOVER_PAGES, stepsOf } from '../runbooks/steps';
import { code, generatedFrom, table } from './markdown';

const USES: readonly (readonly [title: string, uses: readonly FailoverUse[]])[] = [
  ['What happens by itself', ['automatic']],
  ['What a failover may use', ['yes', 'optional', 'not offered']],
  ['What it must not use', ['no']],
];

/** `docs/recovery.md`: what recovering from a lost Region takes of AWS, and what it leaves alone. */
export function recoveryPage(): string {
  return `${[
    generatedFrom('config/control-planes.ts and the runbooks'),
    '# What a recovery needs',
    `A service of AWS has a data plane, which does the work, and a control plane, which makes and changes things. Data planes stand in each Region and keep going. Control planes fail more often, and some stand in one Region for all: changing a DNS record, a role, a distribution or a bucket's replication anywhere needs us-east-1 ("AWS Fault Isolation Boundaries"). So a failover of this platform is made of data planes, and of the control planes of the Regions that live. Every Region stands ready before the day, with room for the load: nothing has to be made on it.`,
    'In this order: traffic leaves ([outage](runbooks/outage.md), [switch](runbooks/switch.md)); the writers move ([fail over](routing.md#fail-over), [promote](runbooks/promote.md)); look whether all is well. [Evacuating](runbooks/evacuate.md) comes after, when the control planes are well: it is housekeeping, never a step of a recovery.',
    'With us-east-1 itself lost every other Region still plans and applies its own stack. Some writes in it wait for us-east-1 all the same: they are the last table. `foundation` and `global` cannot even be planned then, and nothing in them is needed.',
    ...USES.flatMap(([title, uses]) => [`## ${title}`, actionTable(uses)]),
    '## Step by step',
    `What each step of a failover needs, as its runbook declares it. A test compares that with the step's commands and with what Terraform planned, and refuses a step that needs anything of the last table.`,
    ...FAILOVER_PAGES.map(stepTable),
  ].join('\n\n')}\n`;
}

function actionTable(uses: readonly FailoverUse[]): string {
  const rows = ACTION_NAMES.filter((name) => uses.includes(CONTROL_ACTIONS[name].use)).map((name) => {
    const { title, api, dependsOn, plane, use, source }: ControlAction = CONTROL_ACTIONS[name];
    return [code(name), title, api, dependsOn, plane, ...(uses.length > 1 ? [use] : []), source];
  });
  return table(['Name', 'What', 'By', 'Depends on', 'Plane', ...(uses.length > 1 ? ['Use'] : []), 'Source'], rows);
}

function stepTable(file: string): string {
  const page = readPages().find((each) => each.file === file);
  if (!page) throw new Error(`docs/runbooks/${file} is missing. Restore it, or take it out of FAILOVER_PAGES.`);
  const [, title = file] = /^# (.+)$/m.exec(page.text) ?? [];
  return [
    `### [${title}](runbooks/${file})`,
    '',
    table(
      ['Step', 'Needs'],
      stepsOf(page).map((step) => [
        step.title,
        step.needs.map((need) => (need === 'nothing' ? need : code(need))).join(', '),
      ]),
    ),
  ].join('\n');
}
