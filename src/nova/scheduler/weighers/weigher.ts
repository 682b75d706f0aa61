import type { HostState } from '../host-state.js';

/** Says how good a host is; the best one has the most. nova.scheduler.weights.BaseHostWeigher. */
export interface Weigher {
  readonly multiplier: number;
  weigh(host: HostState): number;
}

/**
 * The hosts, the best first. Each weigher's weights are brought to 0 to 1 before they are multiplied, so that MiB do not
 * outweigh CPUs. nova.weights.BaseWeightHandler.
 */
export function ranked(hosts: readonly HostState[], weighers: readonly Weigher[]): HostState[] {
  const sums = new Map(hosts.map((host) => [host, 0]));
  for (const weigher of weighers) {
    if (weigher.multiplier === 0) continue;
    const weights = normalised(hosts.map((host) => weigher.weigh(host)));
    hosts.forEach((host, index) => {
      sums.set(host, sums.get(host)! + weigher.multiplier * weights[index]!);
    });
  }
  return [...hosts].sort((one, other) => sums.get(other)! - sums.get(one)!);
}

function normalised(weights: readonly number[]): number[] {
  const least = Math.min(...weights);
  const range = Math.max(...weights) - least;
  return weights.map((weight) => (range === 0 ? 0 : (weight - least) / range));
}
