import type { Candidate, Resources } from '../../../src/nova/database/index.js';
import { ComputeNode, Service } from '../../../src/nova/objects/index.js';
import { HostState } from '../../../src/nova/scheduler/host-state.js';
import type { ScheduleRequest } from '../../../src/nova/scheduler/schedule-request.js';

export const CELL = '11111111-1111-4111-8111-111111111111';

export interface HostOptions {
  readonly zone?: string;
  readonly up?: boolean;
  readonly disabled?: boolean;
  readonly capacity?: Partial<Resources>;
  readonly used?: Partial<Resources>;
  readonly cell?: string;
  readonly node?: string;
}

const NONE = { VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 };
let nodes = 0;

export function host(name: string, options: HostOptions = {}): HostState {
  const { zone = 'nova', up = true, disabled = false, cell = CELL, node = `${name}-node` } = options;
  const uuid = `00000000-0000-4000-8000-${String(++nodes).padStart(12, '0')}`;
  const candidate: Candidate = {
    node: ComputeNode.loaded({ id: nodes, uuid, host: name, hypervisor_hostname: node }),
    service: Service.loaded({ host: name, binary: 'nova-compute', disabled }),
    availabilityZone: zone,
    capacity: { VCPU: 8, MEMORY_MB: 4096, DISK_GB: 100, ...options.capacity },
    used: { ...NONE, ...options.used },
    reserved: NONE,
  };
  return new HostState(candidate, up, cell);
}

export function request(overrides: Partial<ScheduleRequest> = {}): ScheduleRequest {
  return {
    resources: { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 },
    forceHosts: [],
    forceNodes: [],
    ignoreHosts: [],
    destination: {},
    zone: undefined,
    ...overrides,
  };
}
