# No account and no credentials: AWS is mocked, and the state's outputs are written down here.
mock_provider "aws" {}

variables {
  region = "eu-west-1"
  state = {
    region = "eu-west-1"
    bucket = "orders-prod-state-euw1-111122223333"
    key    = "orders/prod/region-eu-west-1.tfstate"
  }
}

run "reads_the_outputs" {
  command = plan

  override_data {
    target = data.terraform_remote_state.region
    values = {
      outputs = {
        contract_json       = "{\"major\":1,\"minor\":0}"
        vpc_id              = "vpc-1"
        private_subnet_ids  = ["subnet-1", "subnet-2"]
        isolated_subnet_ids = []
      }
    }
  }

  assert {
    condition     = aws_security_group.service.vpc_id == "vpc-1"
    error_message = "The security group is in the platform's VPC."
  }

  assert {
    condition     = length(output.platform.subnet_ids) == 2
    error_message = "A list is a list: in a state it needs no splitting."
  }
}

run "stops_on_another_major_version" {
  command = plan

  override_data {
    target = data.terraform_remote_state.region
    values = {
      outputs = {
        contract_json       = "{\"major\":2,\"minor\":0}"
        vpc_id              = "vpc-1"
        private_subnet_ids  = []
        isolated_subnet_ids = []
      }
    }
  }

  expect_failures = [aws_security_group.service]
}
