# What a workspace gets from the module, and what stops it. No account and no credentials: AWS is mocked.
mock_provider "aws" {}

variables {
  platform    = "orders"
  environment = "prod"
  region      = "eu-west-1"
  contract    = { major = 1, minor = 0 }
}

run "reads_what_the_region_says" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.all
    values = {
      names  = ["/orders/prod/contract", "/orders/prod/region/vpc_id", "/orders/prod/region/private_subnet_ids", "/orders/prod/foundation/key_arn"]
      types  = ["String", "String", "StringList", "String"]
      values = ["{\"major\":1,\"minor\":2,\"region\":\"eu-west-1\",\"role\":\"passive\",\"stacks\":{}}", "vpc-1", "subnet-1,subnet-2", "arn:aws:kms:x"]
    }
  }

  assert {
    condition     = output.region == { vpc_id = "vpc-1" }
    error_message = "Texts of the Region's stack, by their names."
  }

  assert {
    condition     = tolist(output.region_lists["private_subnet_ids"]) == tolist(["subnet-1", "subnet-2"])
    error_message = "Lists of the Region's stack, as lists."
  }

  assert {
    condition     = output.contract.role == "passive"
    error_message = "What the Region is, from the contract."
  }
}

run "stops_on_another_major_version" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.all
    values = {
      names  = ["/orders/prod/contract", "/orders/prod/region/vpc_id"]
      types  = ["String", "String"]
      values = ["{\"major\":2,\"minor\":0}", "vpc-1"]
    }
  }

  expect_failures = [output.contract]
}

run "stops_where_what_it_reads_is_not_there_yet" {
  command = plan

  variables {
    contract = { major = 1, minor = 3 }
  }

  override_data {
    target = data.aws_ssm_parameters_by_path.all
    values = {
      names  = ["/orders/prod/contract", "/orders/prod/region/vpc_id"]
      types  = ["String", "String"]
      values = ["{\"major\":1,\"minor\":2}", "vpc-1"]
    }
  }

  expect_failures = [output.contract]
}

run "stops_in_a_region_without_the_platform" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.all
    values = { names = [], types = [], values = [] }
  }

  expect_failures = [output.contract]
}

run "stops_where_the_contract_is_not_readable" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.all
    values = { names = ["/orders/prod/contract"], types = ["String"], values = ["version 1"] }
  }

  expect_failures = [output.contract]
}
