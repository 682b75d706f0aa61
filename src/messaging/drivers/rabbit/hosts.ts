import type { TransportHost } from '../../transport-url.js';

/** A host for logs. */
export const print = ({ hostname, port }: TransportHost) =>
  port === undefined ? hostname : `${hostname}:${port}`;

/** So that the clients of a cluster do not all go to the same host. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
