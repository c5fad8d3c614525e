import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, TerraformOutput, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

/** One value that a stack tells others. */
export interface PublishedOutput {
  /** `<thing>_<attribute>`: a contract with whoever reads it. */
  readonly name: string;
  /** Name of the SSM parameter. */
  readonly parameterName: string;
  /** Text, or a list of texts: an SSM `StringList`, separated by commas. Never a secret. */
  readonly value: string | readonly string[];
  /** What it is, in one sentence. */
  readonly description: string;
}

export interface PublishedOutputsProps {
  readonly provider: TerraformProvider;
  readonly outputs: readonly PublishedOutput[];
}

/**
 * A stack's outputs, each also as an SSM parameter in the same Region: who reads that needs no access to the state, and
 * no other Region.
 */
export class PublishedOutputs extends Construct {
  constructor(scope: Construct, id: string, { provider, outputs }: PublishedOutputsProps) {
    super(scope, id);
    for (const { name, parameterName, value, description } of outputs) {
      const list = typeof value !== 'string';
      new TerraformOutput(this, name, { value: list ? [...value] : value, description, staticId: true });
      new SsmParameter(this, `parameter-${name.replaceAll('_', '-')}`, {
        provider,
        name: parameterName,
        description,
        type: list ? 'StringList' : 'String',
        value: list ? Fn.join(',', [...value]) : value,
      });
    }
  }
}
