/** What an instance is: nova.compute.vm_states. */
export const VM_STATE = {
  ACTIVE: 'active',
  BUILDING: 'building',
  PAUSED: 'paused',
  SUSPENDED: 'suspended',
  STOPPED: 'stopped',
  RESCUED: 'rescued',
  ERROR: 'error',
  DELETED: 'deleted',
} as const;

/** What is being done to it: nova.compute.task_states. Null is nothing. */
export const TASK_STATE = {
  SCHEDULING: 'scheduling',
  NETWORKING: 'networking',
  BLOCK_DEVICE_MAPPING: 'block_device_mapping',
  SPAWNING: 'spawning',
  POWERING_OFF: 'powering-off',
  POWERING_ON: 'powering-on',
  REBOOTING: 'rebooting',
  REBOOT_PENDING: 'reboot_pending',
  REBOOT_STARTED: 'reboot_started',
  REBOOTING_HARD: 'rebooting_hard',
  REBOOT_PENDING_HARD: 'reboot_pending_hard',
  REBOOT_STARTED_HARD: 'reboot_started_hard',
  MIGRATING: 'migrating',
  DELETING: 'deleting',
} as const;

/** What the hypervisor says of it: nova.compute.power_state. */
export const POWER_STATE = {
  NOSTATE: 0,
  RUNNING: 1,
  PAUSED: 3,
  SHUTDOWN: 4,
  CRASHED: 6,
  SUSPENDED: 7,
} as const;

export type PowerState = (typeof POWER_STATE)[keyof typeof POWER_STATE];

/** The names of the power states in versioned notifications. */
export function powerStateName(state: unknown): string {
  const found = Object.entries(POWER_STATE).find(([, value]) => value === state);
  return found && found[1] !== POWER_STATE.NOSTATE ? found[0].toLowerCase() : 'pending';
}

/** The task states in which a build is under way. */
export const BUILD_TASKS: readonly (string | null)[] = [
  TASK_STATE.SCHEDULING,
  TASK_STATE.NETWORKING,
  TASK_STATE.BLOCK_DEVICE_MAPPING,
  TASK_STATE.SPAWNING,
];
