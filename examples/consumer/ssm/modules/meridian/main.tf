# What the platform says in one Region, and nothing of any other: it is read while every other Region is lost.
data "aws_ssm_parameters_by_path" "all" {
  path      = "/${var.platform}/${var.environment}"
  recursive = true
  region    = var.region
}

locals {
  folder = "/${var.platform}/${var.environment}/"

  # No output of the platform is a secret; the provider marks all parameters as one.
  parameters = {
    for index, name in nonsensitive(data.aws_ssm_parameters_by_path.all.names) :
    trimprefix(name, local.folder) => {
      type  = nonsensitive(data.aws_ssm_parameters_by_path.all.types)[index]
      value = nonsensitive(data.aws_ssm_parameters_by_path.all.values)[index]
    }
  }

  contract = try(jsondecode(local.parameters["contract"].value), null)

  # A contract of another version may have anything in it, so nothing of it is handed on.
  readable = (
    try(local.contract.major, -1) == var.contract.major && try(local.contract.minor, -1) >= var.contract.minor
    ? local.parameters
    : {}
  )
}
