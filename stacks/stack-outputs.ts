import { CONTRACT, type Contract, type ContractEntry, type OutputsOf } from '../config/contract';
import type { Naming, ParameterFolder } from '../config/names';
import { objectIn, publishedAs } from '../config/published';
import type { PublishedOutput } from '../modules/outputs/published-outputs';

type Value = string | readonly string[];
type ValueOf<Entry> = Entry extends { readonly type: 'StringList' } ? readonly string[] : string;
type ObjectOf<Pattern> = Pattern extends `${string}<${string}>${string}` ? [object: string] : [];

/** The values of a stack's outputs. Their types, descriptions and parameters are the contract's. */
export class StackOutputs<Kind extends ParameterFolder> {
  private readonly outputs = new Map<string, PublishedOutput>();

  /** @param contract the platform's own, but in a test */
  constructor(
    private readonly naming: Naming,
    private readonly kind: Kind,
    private readonly contract: Contract = CONTRACT,
  ) {}

  /**
   * Publishes a value.
   * @param pattern the output's name in the contract: `bucket_<bucket>_arn`
   * @param object whose it is, where the name has a place for that: `objects`
   * @throws where the contract does not have it, has it with another type, or it was published already
   */
  publish<Pattern extends keyof OutputsOf<Kind> & string>(
    pattern: Pattern,
    value: ValueOf<OutputsOf<Kind>[Pattern]>,
    ...[object]: ObjectOf<Pattern>
  ): void {
    this.add(pattern, value, object);
  }

  /** All that was published, as the stack writes it. */
  get published(): PublishedOutput[] {
    return [...this.outputs.values()];
  }

  private add(pattern: string, value: Value, object?: string): void {
    const entries: Readonly<Record<string, ContractEntry>> = this.contract.outputs[this.kind];
    const entry = Object.hasOwn(entries, pattern) ? entries[pattern] : undefined;
    if (!entry)
      throw new Error(`${this.kind}: the output ${pattern} is not in the contract. Add it to config/contract.ts.`);
    if ((objectIn(pattern) === undefined) !== (object === undefined))
      throw new Error(`${this.kind}: the output ${pattern} ${object ? 'is of no' : 'needs an'} object's name.`);
    const type = typeof value === 'string' ? 'String' : 'StringList';
    if (type !== entry.type)
      throw new Error(
        `${this.kind}: the output ${pattern} is a ${entry.type} in the contract, and the value a ${type}.`,
      );
    const { name, parameter, description } = publishedAs(this.naming, this.kind, pattern, entry, object);
    if (this.outputs.has(name)) throw new Error(`${this.kind}: the output ${name} is published twice.`);
    this.outputs.set(name, { name, parameterName: parameter, value, description });
  }
}
