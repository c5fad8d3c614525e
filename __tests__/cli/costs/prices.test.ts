import { databasePrice, instancePrice } from '../../../cli/costs/instance-prices';
import { monthly, PRICES, type Price } from '../../../cli/costs/prices';

const prices: Price[] = Object.values(PRICES);

test('every price is above nothing and has its source', () => {
  for (const price of prices) {
    expect(price.usd).toBeGreaterThan(0);
    expect(price.source).toMatch(/pricing$/);
  }
  expect(new Set(prices.map(({ what }) => what)).size).toBe(prices.length);
});

test('a month of one, by the hour and by the month', () => {
  expect(monthly(PRICES.natGateway)).toBeCloseTo(32.85, 2);
  expect(monthly(PRICES.transitGatewayAttachment)).toBeCloseTo(36.5, 2);
  expect(monthly(PRICES.recoveryCluster)).toBe(1825);
  expect(monthly(PRICES.accelerator)).toBeCloseTo(18.25, 2);
  expect(monthly(PRICES.webAcl)).toBe(5);
});

test.each([
  ['m7g.large', 0.0816],
  ['m7g.xlarge', 0.1632],
  ['t4g.small', 0.0168],
  ['t3.medium', 0.0416],
  ['c7g.4xlarge', 0.58],
  ['x9z.large', undefined],
  ['m7g.metal', undefined],
  ['constructor.large', undefined],
])('an hour of %s is %s', (type, usd) => {
  if (usd === undefined) expect(instancePrice(type)).toBeUndefined();
  else expect(instancePrice(type)?.usd).toBeCloseTo(usd, 6);
});

test.each([
  ['db.r7g.large', 0.239],
  ['db.t4g.medium', 0.0645],
  ['db.r6g.2xlarge', 0.9],
])('an hour of %s is %s', (instanceClass, usd) => expect(databasePrice(instanceClass)?.usd).toBeCloseTo(usd, 6));
