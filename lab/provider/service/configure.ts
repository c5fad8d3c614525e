import type { Diagnosed } from '../protocol/messages';
import { isObject, type ObjectValue, objects, strings, text } from '../protocol/value';
import { type Client, problem, type Session } from './session';

/**
 * Configures a provider instance as the real one does: it asks the Region's STS who it is, unless both skip flags say
 * that it need not, and compares the account with those that are allowed.
 */
export async function configure(session: Session, connection: string, config: ObjectValue): Promise<Diagnosed> {
  const region = text(config.region);
  if (!region) return { diagnostics: [problem('invalid AWS Region: ', 'The provider block has no region.')] };
  const allowed = strings(config.allowed_account_ids);
  const skipsAccount = config.skip_requesting_account_id === true;
  const client = clientOf(session, region, config, allowed, skipsAccount);
  session.configure(connection, client);

  if (config.skip_credentials_validation !== true || !skipsAccount) {
    session.log('Configure', region, client);
    if (await session.isDown(region))
      return { diagnostics: [problem(noSts(region), `The simulated Region ${region} is dead.`)] };
  }
  const account = skipsAccount ? '' : client.account;
  const forbidden = strings(config.forbidden_account_ids).includes(account);
  if (forbidden || (allowed.length > 0 && !allowed.includes(account)))
    return { diagnostics: [problem(`AWS account ID not allowed: ${account}`, skipsAccount ? SKIPPED : '')] };
  if (!skipsAccount) session.shared.world.rememberAccount(client.account);
  return {};
}

const SKIPPED = 'skip_requesting_account_id leaves the account unknown, so none of allowed_account_ids can be it.';

/** Whose account it is: the one asked for; else the role's; else the one that the other instances use; else the one of the options. */
function clientOf(
  session: Session,
  region: string,
  config: ObjectValue,
  allowed: readonly string[],
  skipsAccount: boolean,
): Client {
  const { shared } = session;
  const roleArn = objects(config.assume_role)
    .map((role) => text(role.role_arn))
    .find(Boolean);
  const own = shared.account ?? roleArn?.split(':')[4] ?? (skipsAccount ? undefined : allowed[0]);
  const tags = objects(config.default_tags)[0]?.tags;
  return { region, account: own ?? shared.world.account ?? DEFAULT_ACCOUNT, defaultTags: isObject(tags) ? tags : {} };
}

const DEFAULT_ACCOUNT = '123456789012';

function noSts(region: string): string {
  const host = `sts.${region}.amazonaws.com`;
  return `Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 0, RequestID: , request send failed, Post "https://${host}/": dial tcp: lookup ${host}: no such host`;
}
