import { type Change, type Draft, GLOBAL, type OutputChange, type Review, type Rule, type StackPlan } from '../model';
import { isActive, listed } from './draft';

/** One output's change in one stack, or that of its parameter alone. */
interface Event {
  readonly stack: StackPlan;
  readonly name: string;
  readonly change: OutputChange | undefined;
}

/** Stacks that go on serving readers: not that of a Region that leaves, nor one that is new. */
const isRead = (review: Review, { region, stack }: StackPlan): boolean =>
  (region === null || isActive(review, region)) && (review.base === undefined || review.base.stacks.has(stack));

/** A new major version is how the contract allows what breaks it. */
const isNewMajor = ({ base, head }: Review): boolean =>
  (head.manifest.contract?.major ?? 0) > (base?.manifest.contract?.major ?? head.manifest.contract?.major ?? 0);

/** A finding for each output, however many Regions have it. */
function byOutput(
  events: readonly Event[],
  draft: (name: string, events: readonly Event[]) => Omit<Draft, 'stack' | 'region' | 'address' | 'paths'>,
): Draft[] {
  const found = new Map<string, Event[]>();
  for (const event of events) {
    const key = `${event.stack.column} ${event.name}`;
    const known = found.get(key);
    if (known) known.push(event);
    else found.set(key, [event]);
  }
  return [...found.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const isOne = alike.length === 1;
    return [
      {
        stack: isOne ? first.stack.stack : first.stack.column,
        region: isOne ? (first.stack.region ?? GLOBAL) : GLOBAL,
        address: `output.${first.name}`,
        ...draft(first.name, alike),
        paths: [first.name],
      },
    ];
  });
}

const placesOf = (events: readonly Event[]): string => listed(events.map(({ stack }) => stack.stack).sort());

function outputEvents(review: Review, isMeant: (output: OutputChange) => boolean): Event[] {
  return review.stacks
    .filter((stack) => isRead(review, stack))
    .flatMap((stack) => stack.outputs.filter(isMeant).map((change) => ({ stack, name: change.name, change })));
}

/** Stands for all outputs of a stack that loses every one of them: one finding says it. */
const ALL = '*';

/** Takes the events of a stack that keeps no output together. */
function inOne(events: readonly Event[]): (event: Event) => readonly Event[] {
  const counts = new Map<StackPlan, number>();
  for (const { stack, change } of events) if (change) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  const told = new Set<StackPlan>();
  return (event) => {
    const { stack, change } = event;
    if (stack.outputs.length < 2 || counts.get(stack) !== stack.outputs.length) return [event];
    if (told.has(stack) || !change) return [];
    told.add(stack);
    return [{ ...event, name: ALL }];
  };
}

/** Parameters that are destroyed while their output stays, or had none. */
function parameterEvents(review: Review): Event[] {
  const { name: platform, environment } = review.head.manifest;
  const prefix = `/${platform}/${environment}/`;
  return review.stacks
    .filter((stack) => isRead(review, stack))
    .flatMap((stack) => {
      const published = (review.base ?? review.head).manifest.contract?.outputs[stack.stack] ?? {};
      const outputOf = new Map(Object.entries(published).map(([output, { parameter }]) => [parameter, output]));
      return stack.changes.flatMap((change): Event[] => {
        const path = isPublished(change) ? change.before?.name : undefined;
        if (typeof path !== 'string' || !path.startsWith(prefix)) return [];
        const name = outputOf.get(path);
        const isToldOf = stack.outputs.some((output) => output.name === name && output.kind === 'delete');
        return name === undefined || isToldOf ? [] : [{ stack, name, change: undefined }];
      });
    });
}

const isPublished = ({ type, kind, before }: Change): boolean =>
  type === 'aws_ssm_parameter' && kind === 'destroy' && before?.type !== 'SecureString';

export const contractRemoved: Rule = {
  id: 'contract-removed',
  severity: 'high',
  title: 'Other workspaces lose an output',
  suppressible: true,
  doc: {
    what: 'An output, or the SSM parameter that publishes it, is removed without a new major version of the contract.',
    why: 'Workspaces that read it fail at their next plan, in other teams, with an error that does not name this change.',
    fix: 'Keep it and mark it deprecated; remove it with the next major version.',
    example:
      '`vpc_id` is gone from the stacks of all Regions. The same with `major` raised, or in a Region that leaves, is no finding.',
  },
  run: (review) => {
    if (isNewMajor(review)) return [];
    const events = [...outputEvents(review, ({ kind }) => kind === 'delete'), ...parameterEvents(review)];
    return byOutput(events.flatMap(inOne(events)), (name, alike) => ({
      what:
        name === ALL
          ? `All outputs of ${placesOf(alike)} are removed.`
          : `The ${alike.every(({ change }) => change === undefined) ? 'parameter of the output' : 'output'} ${name} of ${placesOf(alike)} is removed.`,
      why: 'Workspaces that read it fail at their next plan.',
      fix: 'Keep it, deprecated, for a release; then raise the major version of the contract (docs/outputs.md).',
    }));
  },
};

export const contractRetyped: Rule = {
  id: 'contract-retyped',
  severity: 'high',
  title: 'An output gets another type',
  suppressible: true,
  doc: {
    what: 'The value of an output is of another type than before (a list where there was a text), without a new major version of the contract.',
    why: 'What reads it breaks, or reads something else than it thinks.',
    fix: 'Publish the new form under a new name, and deprecate the old one.',
    example: '`private_subnet_ids` turns from a list into a text. Another list is no finding.',
  },
  run: (review) =>
    isNewMajor(review)
      ? []
      : byOutput(
          outputEvents(
            review,
            ({ kind, typeBefore, typeAfter }) =>
              kind === 'update' && typeBefore !== undefined && typeAfter !== undefined && typeBefore !== typeAfter,
          ),
          (name, alike) => ({
            what: `The output ${name} of ${placesOf(alike)} turns from a ${alike[0]?.change?.typeBefore} into a ${alike[0]?.change?.typeAfter}.`,
            why: 'What reads it breaks, or reads something else than it thinks.',
            fix: 'Publish the new form under a new name, and deprecate this one.',
          }),
        ),
};

export const contractMoved: Rule = {
  id: 'contract-moved',
  severity: 'medium',
  title: 'An output gets a value that is not known yet',
  suppressible: true,
  doc: {
    what: 'An output that readers have becomes known only in the apply: what it names is made anew. A note where the writer moves.',
    why: 'Until they plan again, its readers point at what is gone.',
    fix: 'Tell them, and apply them after this.',
    example: 'A VPC is replaced: `vpc_id` is known after the apply. An output that is new is no finding of this rule.',
  },
  run: (review) => {
    const moved = review.intents.find(({ kind }) => kind === 'writer-moved')?.label;
    const events = outputEvents(review, ({ kind, unknownAfter }) => kind === 'update' && unknownAfter);
    return byOutput(events, (name, alike) => ({
      what: `The output ${name} of ${placesOf(alike)} gets a value that is known after the apply.`,
      why: 'Workspaces that read it point at what was there before, until they plan again.',
      fix: 'Plan and apply the workspaces that read it after this.',
      ...(moved !== undefined && name.startsWith('database_') && { severity: 'info', expected: moved }),
    }));
  },
};

export const contractAdded: Rule = {
  id: 'contract-added',
  severity: 'info',
  title: 'Other workspaces can read something new',
  suppressible: true,
  doc: {
    what: 'An output is added to a stack that was there before.',
    why: 'It is a promise from then on.',
    fix: 'Nothing: the minor version of the contract is raised with it.',
    example: '`vpc_ipv6_cidr` is new. All outputs of a new stack are no findings.',
  },
  run: (review) =>
    review.base === undefined
      ? []
      : byOutput(
          outputEvents(review, ({ kind }) => kind === 'create'),
          (name, alike) => ({
            what: `The output ${name} of ${placesOf(alike)} is new.`,
            why: 'Other workspaces may read it, so it is a promise from then on.',
            fix: 'Nothing, if it is meant to stay.',
          }),
        ),
};
