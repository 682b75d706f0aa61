import { readFileSync } from 'node:fs';

/** What stands in messages that were captured between services of Nova 26.2.2. */
export interface Sample {
  readonly args?: unknown;
  readonly result?: unknown;
  /** Of a notification. */
  readonly payload?: unknown;
}

/** In the file, what stands in it more than once is `{"$part": index}`. */
interface File {
  readonly parts: unknown[];
  readonly contexts: Record<string, unknown>[];
  readonly messages: Record<string, Sample>;
}

const file: File = JSON.parse(readFileSync(new URL('fixtures/wire-samples.json', import.meta.url), 'utf8'));

function whole(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(whole);
  const { $part } = value as { $part?: number };
  if ($part !== undefined) return whole(file.parts[$part]);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, whole(member)]));
}

export const MESSAGES: ReadonlyMap<string, Sample> = new Map(
  Object.entries(file.messages).map(([key, message]) => [key, whole(message) as Sample]),
);

/** The contexts that differ in more than request and time. */
export const CONTEXTS: readonly Readonly<Record<string, unknown>>[] = file.contexts;

/** The changes of objects are a set: Python writes them in no order. */
export function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    key === 'nova_object.changes' ? [...(member as string[])].sort() : sorted(member),
  ]);
  return Object.fromEntries(entries);
}
