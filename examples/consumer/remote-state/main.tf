# The second way, where parameters cannot be read. Whoever may read a state sees all of it, not only the outputs
# ("The terraform_remote_state Data Source"): prefer parameters.
data "terraform_remote_state" "region" {
  backend = "s3"

  config = {
    region = var.state.region
    bucket = var.state.bucket
    key    = var.state.key
  }

  # An output that is not in the state yet, as long as the platform's stack was not applied since it came.
  defaults = {
    isolated_subnet_ids = []
  }
}

locals {
  outputs  = data.terraform_remote_state.region.outputs
  contract = try(jsondecode(local.outputs.contract_json), null)
}

resource "aws_security_group" "service" {
  name        = "invoices"
  description = "The invoices service"
  vpc_id      = local.outputs.vpc_id

  lifecycle {
    precondition {
      condition     = try(local.contract.major, -1) == var.contract_major
      error_message = "The contract in ${var.state.key} is ${try(local.contract.major, "absent")}, and this workspace is written for ${var.contract_major}: read what changed in docs/outputs.md of the platform."
    }
  }
}
