/** What looks at a changed attribute. */
interface OfAttribute {
  readonly attribute: RegExp;
}

/** Attributes of schemas are a few thousand; those of maps are anybody's. */
const MOST_KEPT = 10_000;

/** The entries of a table that look at an attribute, found once for each name. */
export function byAttribute<Entry extends OfAttribute>(
  table: readonly Entry[],
): (attribute: string) => readonly Entry[] {
  const known = new Map<string, readonly Entry[]>();
  return (name) => {
    const before = known.get(name);
    if (before) return before;
    const entries = table.filter(({ attribute }) => attribute.test(name));
    if (known.size < MOST_KEPT) known.set(name, entries);
    return entries;
  };
}
