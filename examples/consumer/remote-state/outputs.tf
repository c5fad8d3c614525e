output "platform" {
  description = "The platform as this workspace found it."
  value = {
    contract         = try("${local.contract.major}.${local.contract.minor}", "absent")
    vpc_id           = local.outputs.vpc_id
    subnet_ids       = local.outputs.private_subnet_ids
    isolated_subnets = length(local.outputs.isolated_subnet_ids)
  }
}
