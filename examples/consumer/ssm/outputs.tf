output "platform" {
  description = "The platform as this workspace found it."
  value = {
    contract = "${module.meridian.contract.major}.${module.meridian.contract.minor}"
    role     = module.meridian.contract.role
    vpc_id   = local.region["vpc_id"]
  }
}
