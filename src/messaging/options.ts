/** What callers hand over, judged where a mistake would otherwise be passed over in silence. */

/** Throws TypeError for an option that is none: a misspelt one would have no effect. */
export function assertOptions(where: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`${where} has no option ${JSON.stringify(unknown)}; it has: ${known.join(', ')}.`);
}

/** A key that is written like a known one but for case and hyphens or underscores, and which one is meant. */
export function misspelt(
  given: object,
  known: readonly string[],
): { readonly key: string; readonly meant: string } | undefined {
  const plain = (name: string) => name.replaceAll(/[-_]/g, '').toLowerCase();
  for (const key of Object.keys(given)) {
    const meant = known.includes(key) ? undefined : known.find((name) => plain(name) === plain(key));
    if (meant !== undefined) return { key, meant };
  }
  return undefined;
}

/** Whether it is an object, and no array: values by name. */
export const isNamed = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${String(value)}`;
}
