/**
 * Over the provider's own tag `region`, for what belongs to every Region or to none: roles, and what copies itself with its
 * tags. So that it does not change with the Region that it is managed from.
 */
export const EVERY_REGION: Readonly<Record<string, string>> = { region: 'global' };
