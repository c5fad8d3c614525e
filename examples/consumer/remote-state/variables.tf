variable "state" {
  description = "Where the state of the Region's stack is: `stacks.region.state` in the platform's contract parameter."
  type = object({
    region = string
    bucket = string
    key    = string
  })
}

variable "region" {
  description = "Region of this workspace."
  type        = string
}

variable "contract_major" {
  description = "Major version of the platform's outputs that this workspace was written for."
  type        = number
  default     = 1
}
