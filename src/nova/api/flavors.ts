import { Flavor } from '../objects/index.js';

/** The flavors that DevStack makes: memory in MiB, disk in GiB. */
const SIZES = {
  'm1.nano': { id: 6, flavorid: '42', vcpus: 1, memory_mb: 128, root_gb: 1 },
  'm1.tiny': { id: 1, flavorid: '1', vcpus: 1, memory_mb: 512, root_gb: 1 },
  'm1.small': { id: 2, flavorid: '2', vcpus: 1, memory_mb: 2048, root_gb: 20 },
  'm1.medium': { id: 3, flavorid: '3', vcpus: 2, memory_mb: 4096, root_gb: 40 },
  'm1.large': { id: 4, flavorid: '4', vcpus: 4, memory_mb: 8192, root_gb: 80 },
  'm1.xlarge': { id: 5, flavorid: '5', vcpus: 8, memory_mb: 16_384, root_gb: 160 },
} as const;

export type FlavorName = keyof typeof SIZES;

export const FLAVOR_NAMES = Object.keys(SIZES) as readonly FlavorName[];

/** A flavor as it comes from Nova's table of flavors. */
export const flavorOf = (name: FlavorName): Flavor =>
  Flavor.loaded({
    ...SIZES[name],
    name,
    ephemeral_gb: 0,
    swap: 0,
    rxtx_factor: 1,
    vcpu_weight: null,
    disabled: false,
    is_public: true,
    extra_specs: {},
    projects: [],
    description: null,
    created_at: null,
    updated_at: null,
    deleted_at: null,
    deleted: false,
  });
