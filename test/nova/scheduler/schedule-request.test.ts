import { describe, expect, it } from 'vitest';
import { CellMapping, Destination, Flavor, RequestSpec } from '../../../src/nova/objects/index.js';
import { readRequest } from '../../../src/nova/scheduler/schedule-request.js';
import { CELL } from './hosts.js';

const flavor = new Flavor({ vcpus: 2, memory_mb: 512, root_gb: 10, ephemeral_gb: 5, swap: 1500 });

describe('readRequest()', () => {
  it('asks for what the flavor has, swap in whole GiB', () => {
    const { resources } = readRequest(new RequestSpec({ flavor }));
    expect(resources).toEqual({ VCPU: 2, MEMORY_MB: 512, DISK_GB: 17 });
  });

  it('asks for no root disk where a volume has it', () => {
    const { resources } = readRequest(new RequestSpec({ flavor, is_bfv: true }));
    expect(resources.DISK_GB).toBe(7);
  });

  it('takes what is null or not set as not asked for', () => {
    const spec = new RequestSpec({ flavor, force_hosts: null, availability_zone: null });
    expect(readRequest(spec)).toMatchObject({
      forceHosts: [],
      ignoreHosts: [],
      destination: {},
      zone: undefined,
    });
  });

  it('reads hosts in small letters', () => {
    const spec = new RequestSpec({ flavor, force_hosts: ['C1'], ignore_hosts: ['C2'], force_nodes: ['N'] });
    expect(readRequest(spec)).toMatchObject({ forceHosts: ['c1'], ignoreHosts: ['c2'], forceNodes: ['n'] });
  });

  it('reads where a move is to go', () => {
    const cell = new CellMapping({ uuid: CELL });
    const requested_destination = new Destination({ host: 'C1', node: null, cell });
    const spec = new RequestSpec({ flavor, requested_destination });
    expect(readRequest(spec).destination).toEqual({ host: 'c1', cellUuid: CELL });
  });

  it('takes any cell where that is allowed', () => {
    const cell = new CellMapping({ uuid: CELL });
    const requested_destination = new Destination({ cell, allow_cross_cell_move: true });
    expect(readRequest(new RequestSpec({ flavor, requested_destination })).destination).toEqual({});
  });
});
