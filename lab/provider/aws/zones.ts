const DIRECTIONS: Readonly<Record<string, string>> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};

/** `eu-west-1` => `euw1`: how the ids of its zones begin. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html */
function zonePrefix(region: string): string {
  const [area = '', ...rest] = region.split('-');
  const government = rest[0] === 'gov' ? 'g' : '';
  const [direction = '', number = ''] = rest.slice(-2);
  return `${area}${government}${DIRECTIONS[direction] ?? direction}${number}`;
}

export interface Zone {
  readonly name: string;
  readonly id: string;
}

/** Three zones a Region, whatever the number that AWS has there. */
export function zonesOf(region: string): readonly Zone[] {
  return ['a', 'b', 'c'].map((letter, index) => ({
    name: region + letter,
    id: `${zonePrefix(region)}-az${index + 1}`,
  }));
}
