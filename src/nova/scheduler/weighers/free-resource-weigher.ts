import type { Resources } from '../../database/index.js';
import type { HostState } from '../host-state.js';
import type { Weigher } from './weigher.js';

/**
 * The more is free of a resource, the better; a negative multiplier fills hosts up instead. nova.scheduler.weights.ram,
 * cpu and disk.
 */
export class FreeResourceWeigher implements Weigher {
  constructor(
    private readonly resource: keyof Resources,
    readonly multiplier: number,
  ) {}

  weigh(host: HostState): number {
    return host.free[this.resource];
  }
}
