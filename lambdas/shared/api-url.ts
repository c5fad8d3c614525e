/** Letters of the words in a Region's name, as AWS shortens them in the ids of zones: `apse2-az1`. */
const SHORT: Readonly<Record<string, string>> = { northeast: 'ne', northwest: 'nw', southeast: 'se', southwest: 'sw' };

/** `ap-southeast-2` as `apse2`. */
export const regionCode = (region: string): string =>
  region
    .split('-')
    .map((part, index) => (index === 0 || /^\d/.test(part) ? part : (SHORT[part] ?? part.charAt(0))))
    .join('');

/**
 * A Region's API, by a pattern that holds for Regions that join later too.
 * @param template with `{code}` or `{region}` in it: `https://api-{code}.orders.example.com`
 */
export const apiUrl = (template: string, region: string): string =>
  template.replaceAll('{region}', region).replaceAll('{code}', regionCode(region));
