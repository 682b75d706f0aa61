import { expect, test } from 'vitest';
import { autoWorkers } from '../../src/definition/auto-workers.js';
import { entry } from '../../src/definition/entry.js';
import type { ServiceInput } from '../../src/definition/generated/input.js';

const MIB = 2 ** 20;

/** Of services by their settings, how many workers each that says "auto" gets. */
function counts(machine: { cpus: number; memory: number }, ...services: ServiceInput[]): number[] {
  const entries = services.map((settings, index) => ({ ...entry(`s${index}`, []), settings }));
  const wanted = (of: (typeof entries)[number]) => of.settings.workers!;
  const count = autoWorkers(entries, wanted as never, machine);
  return entries.filter((one) => one.settings.workers === 'auto').map(count);
}

const auto = { workers: 'auto' } as const;

test.each<[string, { cpus: number; memory: number }, ServiceInput[], number[]]>([
  ['enough memory: the CPUs', { cpus: 4, memory: 4096 * MIB }, [auto], [4]],
  ['4 x 64 MiB, 64 for the supervisor and 64 for a reload', { cpus: 9, memory: 384 * MIB }, [auto], [4]],
  ['a little less is one less', { cpus: 9, memory: 383 * MIB }, [auto], [3]],
  [
    'the hard limit counts before the soft one',
    { cpus: 9, memory: 1088 * MIB },
    [{ ...auto, recycle: { maxMemory: { soft: '64M', hard: '256M' } } }],
    [3],
  ],
  [
    'the soft limit counts before the estimate',
    { cpus: 9, memory: 1088 * MIB },
    [{ ...auto, recycle: { maxMemory: { soft: 128 * MIB } } }],
    [7],
  ],
  [
    'a larger surge needs more room',
    { cpus: 9, memory: 384 * MIB },
    [{ ...auto, reload: { surge: 3 } }],
    [2],
  ],
  ['what others take is not there', { cpus: 9, memory: 384 * MIB }, [{ workers: 2 }, auto], [2]],
  ['two share what is left', { cpus: 9, memory: 576 * MIB }, [auto, auto], [3, 3]],
  ['one at least', { cpus: 9, memory: 10 * MIB }, [auto], [1]],
])('%s', (_, machine, services, expected) => {
  expect(counts(machine, ...services)).toEqual(expected);
});
