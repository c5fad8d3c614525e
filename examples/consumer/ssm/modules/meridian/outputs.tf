output "contract" {
  description = "Version of the platform's outputs, what the Region is to it, and where its stacks keep their state."
  value       = local.contract

  precondition {
    condition     = local.contract != null
    error_message = "No contract of ${var.platform} ${var.environment} in ${var.region}. Either the platform is not deployed there, or this workspace may not read /${var.platform}/${var.environment}/contract."
  }

  precondition {
    condition     = local.contract == null || try(local.contract.major, -1) == var.contract.major
    error_message = "The contract of ${var.platform} ${var.environment} in ${var.region} is ${try(local.contract.major, "?")}.${try(local.contract.minor, "?")}, and this workspace is written for ${var.contract.major}: read what changed in docs/outputs.md of the platform."
  }

  precondition {
    condition     = try(local.contract.major, -1) != var.contract.major || try(local.contract.minor, -1) >= var.contract.minor
    error_message = "The contract of ${var.platform} ${var.environment} in ${var.region} is ${try(local.contract.major, "?")}.${try(local.contract.minor, "?")}, and this workspace needs ${var.contract.major}.${var.contract.minor}: apply the platform's stack of ${var.region} first."
  }
}

output "region" {
  description = "Outputs of the Region's stack that are texts, by name: `region[\"vpc_id\"]`."
  value = {
    for path, parameter in local.readable : trimprefix(path, "region/") => parameter.value
    if startswith(path, "region/") && parameter.type == "String"
  }
}

output "region_lists" {
  description = "Outputs of the Region's stack that are lists, by name: `region_lists[\"private_subnet_ids\"]`."
  value = {
    for path, parameter in local.readable : trimprefix(path, "region/") => split(",", parameter.value)
    if startswith(path, "region/") && parameter.type == "StringList"
  }
}
