import type { Price } from './prices';

/** US$ an hour for the size `large` of each family. */
type Families = Readonly<Record<string, { readonly usd: number; readonly seen?: string }>>;

/** "Amazon EC2 On-Demand pricing", Linux, us-east-1. */
const INSTANCES: Families = {
  t3: { usd: 0.0832, seen: 'go-cloud.io, Amazon EC2 pricing, undated' },
  t4g: { usd: 0.0672 },
  m5: { usd: 0.096 },
  m6i: { usd: 0.096 },
  m6g: { usd: 0.077 },
  m7g: { usd: 0.0816, seen: 'factualminds.com, Amazon EC2 On-Demand Pricing, 2026-06' },
  c5: { usd: 0.085 },
  c6i: { usd: 0.085 },
  c6g: { usd: 0.068 },
  c7g: { usd: 0.0725 },
  r6g: { usd: 0.1008 },
  r7g: { usd: 0.1071 },
};

/** "Amazon RDS for PostgreSQL pricing", one zone, us-east-1. MySQL is a few percent below in some families. */
const DATABASES: Families = {
  t4g: { usd: 0.129, seen: 'infratally.com, AWS RDS pricing explained 2026 (by its medium)' },
  t3: { usd: 0.145 },
  m5: { usd: 0.178 },
  m6g: { usd: 0.159 },
  m6i: { usd: 0.178 },
  m7g: { usd: 0.168 },
  r5: { usd: 0.25 },
  r6g: { usd: 0.225 },
  r6i: { usd: 0.25 },
  r7g: { usd: 0.239 },
};

/** A size in parts of `large`: prices of a family go by it, but for a cent of rounding. */
function sizeIn(size: string): number | undefined {
  const [, times] = /^(\d+)xlarge$/.exec(size) ?? [];
  if (times !== undefined) return Number(times) * 2;
  return { nano: 1 / 16, micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 }[size];
}

function priced(
  type: string,
  families: Families,
  price: Pick<Price, 'service' | 'source' | 'what'>,
): Price | undefined {
  const [family = '', size = ''] = type.split('.');
  const known = Object.hasOwn(families, family) ? families[family] : undefined;
  const parts = sizeIn(size);
  if (known === undefined || parts === undefined) return undefined;
  return { ...price, usd: known.usd * parts, per: 'hour', ...(known.seen !== undefined && { seen: known.seen }) };
}

/** Price of an instance, such as `t4g.small`; nothing for a family that is not in the table. */
export const instancePrice = (type: string): Price | undefined =>
  priced(type, INSTANCES, { service: 'EC2', what: `instance ${type}`, source: 'Amazon EC2 On-Demand pricing' });

/** Price of a database instance in one zone, such as `db.r7g.large`; a standby costs the same again. */
export const databasePrice = (instanceClass: string): Price | undefined =>
  priced(instanceClass.replace(/^db\./, ''), DATABASES, {
    service: 'RDS',
    what: `database instance ${instanceClass}, per zone`,
    source: 'Amazon RDS for PostgreSQL pricing',
  });
