variable "platform" {
  description = "Name of the platform: `name` in its config."
  type        = string
}

variable "environment" {
  description = "Environment of the platform: `environment` in its config."
  type        = string
}

variable "region" {
  description = "Region whose parameters are read: the one that the workspace works in."
  type        = string
}

variable "contract" {
  description = "Version of the outputs that the workspace was written for: this major, and at least this minor."
  type = object({
    major = number
    minor = number
  })
}
