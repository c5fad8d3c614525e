import type { Law } from './law';
import { lawOfStacks, times } from './law';

/** A Region's stack calls its own Region and no other, nor a service without Regions. */
export const islands: Law = lawOfStacks('law 2, islands', ({ stack, calls }, { platform }) => {
  const own = regionOfStack(stack);
  if (own === undefined) return undefined;
  const [other, count] = Object.entries(calls).find(([region]) => region !== own) ?? [];
  if (other === undefined || count === undefined) return undefined;
  const what = platform.regions.some(({ name }) => name === other) ? '' : ', which is not in the list';
  return `${stack} called ${other === 'global' ? 'a service without Regions' : `${other}${what}`} (${times(count, 'call')})`;
});

/**
 * Nobody calls the Region, not through another Region's provider either, nor configures a provider that asks it who it is.
 * @param but stacks that call it for what it answers for all Regions @default - none
 */
export const notCalled = (region: string, but: readonly string[] = []): Law =>
  lawOfStacks(`no call to ${region}`, ({ stack, callList }) => {
    if (but.includes(stack)) return undefined;
    const calls = callList.filter((call) => call.region === region || call.via === region);
    const [one] = calls;
    return (
      one &&
      `${stack} called ${region} (${times(calls.length, 'call')}, the first: ${one.op}${one.type ? ` ${one.type}` : ''})`
    );
  });

const regionOfStack = (stack: string): string | undefined => /^region-(.*)$/.exec(stack)?.[1];
