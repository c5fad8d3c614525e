import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A value in the state, whose change can replace other resources ("The terraform_data managed resource type"). cdktf has a
 * construct for it too, `DataResource`; that one starts `terraform version` in every stack at synth.
 */
export class StoredValue extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly value: string,
  ) {
    super(scope, id, { terraformResourceType: 'terraform_data' });
  }

  /** For `replace_triggered_by`: there Terraform's JSON takes a bare address, and cdktf writes a construct as `${...}`. */
  get address(): string {
    return `${this.terraformResourceType}.${this.friendlyUniqueId}`;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.value };
  }
}
