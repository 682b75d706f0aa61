import { SUPERVISOR_MEMORY, WORKER_MEMORY } from '../../definition/auto-workers.js';
import type { ServiceDefinition } from '../../definition/types.js';
import { usableCpus } from '../../system/cpus.js';
import { usableMemory } from '../../system/memory.js';
import { count } from '../text.js';
import { type Check, findings } from './check.js';

/** More workers than that for each CPU mostly wait for one another. */
const CROWDED = 4;

export interface Resources {
  readonly cpus: number;
  readonly memory: number;
}

const here = (): Resources => ({ cpus: usableCpus(), memory: usableMemory() });

export const cpus: Check = (_machine, definition) => cpusFor(definition?.services ?? [], here());

export function cpusFor(services: readonly ServiceDefinition[], { cpus: usable }: Resources) {
  const { ok, warn } = findings('cpus');
  const crowded = services.filter(({ workers }) => workers > CROWDED * usable);
  const has = `${count(usable, 'CPU')} may be used`;
  if (crowded.length === 0) return [ok(`${has}, by ${count(sum(services), 'worker')}.`)];
  const which = crowded.map(({ name, workers }) => `${name} has ${workers} workers`).join(', ');
  return [warn(`${has}; ${which}.`, 'Write "workers": "auto", or allow more CPUs.')];
}

export const memory: Check = (_machine, definition) => memoryFor(definition?.services ?? [], here());

export function memoryFor(services: readonly ServiceDefinition[], { memory: usable }: Resources) {
  const { ok, warn } = findings('memory');
  const needed = services.reduce((bytes, { workers, reload, recycle: { maxMemory } }) => {
    return bytes + (workers + reload.surge) * (maxMemory.hard ?? maxMemory.soft ?? WORKER_MEMORY);
  }, SUPERVISOR_MEMORY);
  const has = `${mebibytes(usable)} of memory may be used`;
  const limited = services.length > 0 && services.every(({ recycle }) => recycle.maxMemory.hard !== null);
  const wants = `the workers${limited ? ', by recycle.maxMemory,' : ''} may need ${mebibytes(needed)} during a reload`;
  if (needed <= usable) return [ok(`${has}; ${wants}.`)];
  return [
    warn(
      `${has}; ${wants}.`,
      'Lower "workers" or recycle.maxMemory, or raise the limit: what is above it is killed by the kernel.',
    ),
  ];
}

const sum = (services: readonly ServiceDefinition[]) =>
  services.reduce((workers, service) => workers + service.workers, 0);

const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
