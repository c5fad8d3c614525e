/** Arguments of a resource, as Terraform reads them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A resource of a synthesized stack. */
export interface Resource {
  readonly stack: string;
  readonly type: string;
  /** `aws_vpc.network_vpc`. */
  readonly address: string;
  readonly args: Arguments;
  /** Region of its provider; nothing for a resource without one. */
  readonly region: string | undefined;
}

/** What a stack's `cdk.tf.json` has of interest here. */
interface StackJson {
  readonly provider?: { readonly aws?: readonly { readonly alias?: string; readonly region?: string }[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
}

/** Every resource of a stack, from the text of its file. */
export function resourcesOf(stack: string, text: string): Resource[] {
  const { provider, resource = {} }: StackJson = JSON.parse(text);
  const regions = new Map((provider?.aws ?? []).map(({ alias, region }) => [`aws.${alias}`, region]));
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, args]) => ({
      stack,
      type,
      address: `${type}.${name}`,
      args,
      region: regions.get(String(args.provider)),
    })),
  );
}

/** Finds what a reference such as `${aws_launch_template.service_template.id}` leads to, in the same stack. */
export function referred(resources: readonly Resource[], from: Resource, value: unknown): Resource | undefined {
  const [, address] = /^\$\{([a-z0-9_]+\.[\w-]+)[.}[]/.exec(String(value)) ?? [];
  return resources.find((other) => other.stack === from.stack && other.address === address);
}

/** A number, whether it is written as one or as text; nothing for what is known only later. */
export function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** The blocks of an argument: one or more, whichever way they are written. */
export const blocksIn = (value: unknown): Arguments[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (block): block is Arguments => typeof block === 'object' && block !== null,
  );

/** How many a list has; nothing for one that is known only later. */
export const lengthIn = (value: unknown): number | undefined => (Array.isArray(value) ? value.length : undefined);
