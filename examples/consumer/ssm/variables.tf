variable "platform" {
  description = "Name of the platform."
  type        = string
  default     = "orders"
}

variable "environment" {
  description = "Environment of the platform."
  type        = string
  default     = "prod"
}

variable "region" {
  description = "Region of this workspace: it has one workspace, with a state of its own, in each."
  type        = string
}

variable "database" {
  description = "Database that the service uses."
  type        = string
  default     = "main"
}
