import { isObject } from './merge.js';

/** What must be ready before what: service names with the names that each comes after. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/**
 * Start order: always the first in the given order that has nothing left to wait for. Names that are not among the
 * keys are not waited for, nor is anything once only a cycle is left.
 */
export function startOrder(dependencies: Dependencies): string[] {
  const left = new Map(dependencies);
  const order: string[] = [];
  while (left.size > 0) {
    const names = [...left.keys()];
    const next = names.find((name) => !left.get(name)!.some((other) => left.has(other))) ?? names[0]!;
    left.delete(next);
    order.push(next);
  }
  return order;
}

/** Names that a service comes after, as far as they are names. */
export function afterOf(settings: unknown): string[] {
  const after = isObject(settings) ? settings.after : undefined;
  return Array.isArray(after) ? after.filter((name) => typeof name === 'string') : [];
}
