# A service beside the platform: it runs in the platform's network, and may connect to one of its databases.
module "meridian" {
  source = "./modules/meridian"

  platform    = var.platform
  environment = var.environment
  region      = var.region
  contract    = { major = 1, minor = 0 }
}

locals {
  region   = module.meridian.region
  database = "database_${replace(var.database, "-", "_")}"
}

resource "aws_security_group" "service" {
  name        = "${var.platform}-${var.environment}-invoices"
  description = "The invoices service"
  vpc_id      = local.region["vpc_id"]
}

resource "aws_lambda_function" "invoices" {
  function_name = "${var.platform}-${var.environment}-invoices"
  role          = "arn:aws:iam::111122223333:role/invoices"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.${var.region}.amazonaws.com/invoices:1"

  vpc_config {
    subnet_ids = module.meridian.region_lists["private_subnet_ids"]
    security_group_ids = [
      aws_security_group.service.id,
      # Its members may connect to the database.
      local.region["${local.database}_client_security_group_id"],
    ]
  }

  environment {
    variables = {
      DATABASE_HOST   = local.region["${local.database}_address"]
      DATABASE_PORT   = local.region["${local.database}_port"]
      DATABASE_SECRET = local.region["${local.database}_secret_name"] # its name: the password is read at run time
      READ_ONLY       = local.region["${local.database}_role"] == "writer" ? "false" : "true"
    }
  }
}
