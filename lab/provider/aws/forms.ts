import type { Value } from '../protocol/value';
import { DATA_FORMS } from './forms-data';
import { EDGE_FORMS } from './forms-edge';
import { INGRESS_FORMS } from './forms-ingress';
import { NETWORK_FORMS } from './forms-network';

/**
 * The form of a value that AWS makes up. In a text, `{x}` is
 * - `{partition}`, `{region}`, `{account}`, `{dns}` (the partition's DNS suffix),
 * - `{hex17}`, `{HEX17}`, `{num12}`: so many stable made-up digits; with a label (`{hex17:acl}`), other ones,
 * - `{uuid}`,
 * - any attribute of the same block or of the resource, made up too if need be; `{-x}` only its part after the last `/`.
 */
export type Form = Value;

/** Attribute (`arn`, `replica.arn`) => its form. */
export type Forms = Readonly<Record<string, Form>>;

/** Resource type => what AWS makes up for it. What isn't listed gets a made-up value of the attribute's type. */
export const FORMS: Readonly<Record<string, Forms>> = {
  ...DATA_FORMS,
  ...NETWORK_FORMS,
  ...EDGE_FORMS,
  ...INGRESS_FORMS,
};

/** Attributes that mean the same in every type. */
export const COMMON_FORMS: Forms = {
  region: '{region}',
  owner_id: '{account}',
  account_id: '{account}',
  owner_account_id: '{account}',
  aws_account_id: '{account}',
  registry_id: '{account}',
  status: 'ACTIVE',
  state: 'available',
  created_at: '2024-01-01T00:00:00Z',
  create_date: '2024-01-01T00:00:00Z',
  created_date: '2024-01-01T00:00:00Z',
  creation_date: '2024-01-01T00:00:00Z',
  created_time: '2024-01-01T00:00:00Z',
  last_modified: '2024-01-01T00:00:00Z',
};
