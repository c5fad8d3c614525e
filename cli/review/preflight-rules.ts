import { isObject, type Json, listOf, objectOf, textOf } from './json';

/** Something in a synthesized stack that planning would run or reach. */
export interface Refusal {
  readonly stack: string;
  /** Address, or the block's name. */
  readonly where: string;
  readonly what: string;
  readonly fix: string;
}

/** Providers that a plan may start. `terraform` is built in. */
const PROVIDERS = new Set(['hashicorp/aws', 'registry.terraform.io/hashicorp/aws', 'terraform.io/builtin/terraform']);
/** What runs something in AWS when it is only read. */
const RUNNING = new Set(['data.aws_lambda_invocation', 'ephemeral.aws_lambda_invocation']);

/**
 * What planning a stack would execute, with the credentials of the job: a plan runs data sources, providers and modules. What is
 * here was synthesized by code that nobody has approved yet.
 * @param account the platform's: a state elsewhere is somebody else's
 */
export function refusalsIn(stack: string, json: Json, account: string): Refusal[] {
  const found: Refusal[] = [];
  const refuse = (where: string, what: string, fix: string): void => {
    found.push({ stack, where, what, fix });
  };
  for (const [kind, prefix] of [
    ['resource', ''],
    ['data', 'data.'],
    ['ephemeral', 'ephemeral.'],
  ] as const)
    for (const [type, named] of Object.entries(objectOf(json[kind])))
      for (const [id, body] of Object.entries(objectOf(named))) {
        const where = `${prefix}${type}.${id}`;
        if (RUNNING.has(`${prefix}${type}`)) refuse(where, 'calls a function whenever it is planned', 'Take it out.');
        if (!/^(aws_|terraform_data$)/.test(type))
          refuse(where, `is of type ${type}, which is not of the AWS provider`, 'Use what the AWS provider has.');
        if ('provisioner' in objectOf(body)) refuse(where, 'has a provisioner, which runs a program', 'Take it out.');
        if ('connection' in objectOf(body)) refuse(where, 'has a connection, for a provisioner', 'Take it out.');
      }
  for (const [name, call] of Object.entries(objectOf(json.module))) {
    const source = textOf(objectOf(call).source) ?? '';
    if (!source.startsWith('./') || source.includes('..'))
      refuse(
        `module.${name}`,
        `is read from ${JSON.stringify(source)}, which is not in the stack`,
        'Use a construct, or a module in the stack.',
      );
  }
  for (const [name, body] of Object.entries(objectOf(json.check)))
    for (const type of Object.keys(objectOf(objectOf(body).data)))
      refuse(`check.${name}`, `reads a data source (${type}) of its own`, 'Read it in the stack.');
  for (const body of blocks(json.removed))
    if ('provisioner' in body)
      refuse(`removed ${textOf(body.from) ?? ''}`, 'has a provisioner, which runs a program', 'Take it out.');
  for (const call of new Set(fileCalls(json)))
    refuse('an expression', `calls ${call}, which reads files of the job`, 'Write what it reads into the stack.');
  const terraform = objectOf(json.terraform);
  for (const [name, requirement] of Object.entries(objectOf(terraform.required_providers))) {
    const source = textOf(requirement) === undefined ? textOf(objectOf(requirement).source) : undefined;
    if (!PROVIDERS.has(source ?? `hashicorp/${name}`))
      refuse(
        `required_providers.${name}`,
        `is ${source ?? `hashicorp/${name}`}, a program that nobody listed`,
        'Only hashicorp/aws may be planned.',
      );
  }
  for (const name of Object.keys(objectOf(json.provider)))
    if (name !== 'aws') refuse(`provider.${name}`, 'is a provider that nobody listed', 'Only aws may be planned.');
  for (const body of blocks(objectOf(json.provider).aws)) providerRefusals(body, account, refuse);
  backendRefusals(objectOf(terraform.backend), account, refuse);
  if ('cloud' in terraform) refuse('terraform.cloud', 'keeps state and runs plans elsewhere', 'Use the S3 backend.');
  return found;
}

type Refuse = (where: string, what: string, fix: string) => void;

/** Functions that read the machine that plans, whose environment and files hold its credentials. */
const FILE_CALL =
  /\b(file|filebase64|fileset|fileexists|templatefile|file(?:base64)?(?:md5|sha\d+)|pathexpand|provider::\w+::\w+)\s*\(/;

/** Of every text with an expression in it. */
function* fileCalls(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    const call = /[$%]\{/.test(value) ? FILE_CALL.exec(value)?.[1] : undefined;
    if (call !== undefined) yield `${call}()`;
  } else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* fileCalls(part);
}

const blocks = (value: unknown): Json[] => (isObject(value) ? [value] : listOf(value).filter(isObject));

/** Addresses that the job's credentials would be sent to. */
function providerRefusals(body: Json, account: string, refuse: Refuse): void {
  const where = `provider.aws${textOf(body.alias) === undefined ? '' : `.${textOf(body.alias)}`}`;
  for (const key of ['endpoints', 'custom_ca_bundle', 'http_proxy', 'https_proxy', 'ec2_metadata_service_endpoint'])
    if (body[key] !== undefined && (blocks(body[key]).length > 0 || typeof body[key] === 'string'))
      refuse(where, `sets ${key}: its calls would go elsewhere`, 'Take it out.');
  for (const key of ['access_key', 'secret_key', 'token', 'profile', 'shared_credentials_files', 'shared_config_files'])
    if (body[key] !== undefined) refuse(where, `sets ${key}: its credentials are not the job's`, 'Take it out.');
  for (const key of ['assume_role', 'assume_role_with_web_identity', 'assume_role_with_saml'])
    for (const role of blocks(body[key]))
      if (textOf(role.role_arn)?.split(':')[4] !== account)
        refuse(where, `sets ${key} with a role that is not of account ${account}`, 'Assume a role of the platform.');
}

/** State is read and locked before anything else: in the platform's account, or in a file of the job. */
function backendRefusals(backend: Json, account: string, refuse: Refuse): void {
  for (const [kind, body] of Object.entries(backend)) {
    const where = `backend.${kind}`;
    if (kind === 'local') continue;
    if (kind !== 's3') {
      refuse(where, 'keeps state where nobody listed', 'Use the S3 backend.');
      continue;
    }
    const allowed = listOf(objectOf(body).allowed_account_ids);
    if (allowed.length !== 1 || allowed[0] !== account)
      refuse(
        where,
        `is not limited to account ${account} (allowed_account_ids)`,
        "State of another account is somebody else's.",
      );
    if (objectOf(body).endpoints !== undefined || objectOf(body).endpoint !== undefined)
      refuse(where, 'sets endpoints: state would go elsewhere', 'Take them out.');
  }
}
