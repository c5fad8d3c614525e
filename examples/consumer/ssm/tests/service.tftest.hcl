# The workspace as a whole, with the platform's answers written down here. No account and no credentials: AWS is mocked.
mock_provider "aws" {}

variables {
  region = "eu-west-1"
}

override_data {
  target = module.meridian.data.aws_ssm_parameters_by_path.all
  values = {
    names = [
      "/orders/prod/contract",
      "/orders/prod/region/database_main_address",
      "/orders/prod/region/database_main_client_security_group_id",
      "/orders/prod/region/database_main_port",
      "/orders/prod/region/database_main_role",
      "/orders/prod/region/database_main_secret_name",
      "/orders/prod/region/private_subnet_ids",
      "/orders/prod/region/vpc_id",
    ]
    types = ["String", "String", "String", "String", "String", "String", "StringList", "String"]
    values = [
      "{\"major\":1,\"minor\":0,\"region\":\"eu-west-1\",\"role\":\"passive\",\"stacks\":{}}",
      "orders-prod-main.x.eu-west-1.rds.amazonaws.com",
      "sg-client",
      "5432",
      "replica",
      "orders-prod-main-credentials",
      "subnet-1,subnet-2,subnet-3",
      "vpc-1",
    ]
  }
}

run "runs_in_the_platforms_network" {
  command = plan

  assert {
    condition     = aws_security_group.service.vpc_id == "vpc-1"
    error_message = "The service's security group is in the platform's VPC."
  }

  assert {
    condition     = length(aws_lambda_function.invoices.vpc_config[0].subnet_ids) == 3
    error_message = "The function is in every private subnet."
  }
}

run "reads_where_the_database_is_a_replica" {
  command = plan

  assert {
    condition     = aws_lambda_function.invoices.environment[0].variables["READ_ONLY"] == "true"
    error_message = "A replica takes no writes."
  }

  assert {
    condition     = contains(aws_lambda_function.invoices.vpc_config[0].security_group_ids, "sg-client")
    error_message = "The function is a client of the database."
  }
}
