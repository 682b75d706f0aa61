import { cycles } from './cycles.js';
import { type Entry, partWith } from './entry.js';
import type { Evaluated } from './evaluate.js';
import type { Finding } from './faults.js';
import { isObject } from './merge.js';
import { afterOf } from './order.js';
import { servicesOf } from './select.js';
import { SETTINGS } from './settings.js';
import { bytesOf } from './settle.js';

/** What is wrong between settings that are right by themselves. */
export async function relationFindings(
  definition: Evaluated | undefined,
  entries: readonly Entry[],
  cwd: string,
): Promise<Finding[]> {
  return [
    ...(await unknownNames(definition, entries, cwd)),
    ...cycleFindings(definition, entries),
    ...policyFindings(entries),
    ...entries.flatMap(quorumFindings),
    ...entries.flatMap(backoffFindings),
    ...entries.flatMap(memoryFindings),
    ...backdoorFindings(definition),
  ];
}

async function unknownNames(
  definition: Evaluated | undefined,
  entries: readonly Entry[],
  cwd: string,
): Promise<Finding[]> {
  const written = servicesOf(definition?.value);
  const known = new Set([...Object.keys(written), ...entries.map(({ name }) => name)]);
  const parts = entries.flatMap(({ parts: all }) => all);
  for (const [name, value] of Object.entries(written)) {
    // Services that are not selected are not entries, but their names can be wrong all the same.
    if (!entries.some((entry) => entry.name === name)) {
      parts.push({ evaluated: definition!, at: ['services', name], value });
    }
  }
  const findings: Finding[] = [];
  for (const { evaluated, at, value } of parts) {
    const after: unknown = isObject(value) ? value.after : undefined;
    for (const [index, name] of Array.isArray(after) ? after.entries() : []) {
      const path = [...at, 'after', index];
      if (typeof name !== 'string' || known.has(name) || evaluated.unknown.has(JSON.stringify(path)))
        continue;
      const { knownBinaries } = await import('./binaries.js');
      if (knownBinaries(cwd).some((binary) => binary.name === name)) continue;
      const { suggest } = await import('../service/suggest.js');
      const meant = suggest(name, known);
      findings.push({
        source: evaluated.source,
        path,
        at: 'value',
        message: `found ${JSON.stringify(name)}, which is no service`,
        expected: `one of ${[...known].join(', ')}`,
        remedy: meant
          ? `Did you mean ${JSON.stringify(meant)}?`
          : 'Add that service, or remove its name here.',
      });
    }
  }
  return findings;
}

function cycleFindings(definition: Evaluated | undefined, entries: readonly Entry[]): Finding[] {
  const dependencies = new Map(
    Object.entries(servicesOf(definition?.value)).map(([name, value]) => [name, afterOf(value)]),
  );
  for (const { name, settings } of entries) dependencies.set(name, afterOf(settings));
  return cycles(dependencies).map((cycle) => {
    const entry = entries.find(({ name }) => name === cycle[0]);
    const part = entry && partWith(entry, ['after']);
    return {
      source: (part?.evaluated ?? definition!).source,
      path: [...(part?.at ?? ['services', cycle[0]!]), 'after'],
      at: 'value',
      message: `found the cycle ${cycle.join(' -> ')}`,
      expected: 'an order in which the services can start',
      remedy: 'Remove one of these names from "after": each waits until the next is ready.',
    };
  });
}

function policyFindings(entries: readonly Entry[]): Finding[] {
  const naming = entries.filter(({ settings }) => settings.schedulingPolicy !== undefined);
  const [first] = naming;
  if (!first) return [];
  const { schedulingPolicy: policy } = first.settings;
  const { expected } = SETTINGS.schedulingPolicy;
  return naming
    .filter(
      ({ settings }) =>
        settings.schedulingPolicy !== policy && expected.includes(`"${settings.schedulingPolicy}"`),
    )
    .map((entry) => {
      const part = partWith(entry, ['schedulingPolicy'])!;
      return {
        source: part.evaluated.source,
        path: [...part.at, 'schedulingPolicy'],
        at: 'value',
        message: `found "${entry.settings.schedulingPolicy}", but the service ${first.name} has "${policy}"`,
        expected: 'the same policy in all services, since node:cluster has one for each supervisor',
        remedy: 'Name one policy, or run the services with a nova-launch each (--binary).',
      };
    });
}

function quorumFindings(entry: Entry): Finding[] {
  const { quorum, workers = SETTINGS.workers.default } = entry.settings;
  if (typeof quorum !== 'number' || typeof workers !== 'number' || quorum <= workers) return [];
  const part = partWith(entry, ['quorum'])!;
  return [
    {
      source: part.evaluated.source,
      path: [...part.at, 'quorum'],
      at: 'value',
      message: `found ${quorum}, with "workers" at ${workers}`,
      expected: '"quorum" to be at most "workers"',
      remedy: 'Lower "quorum" or raise "workers": the service would never count as ready.',
    },
  ];
}

function backoffFindings(entry: Entry): Finding[] {
  const {
    initial = SETTINGS['restart.backoff.initial'].default,
    max = SETTINGS['restart.backoff.max'].default,
  } = entry.settings.restart?.backoff ?? {};
  if (!(typeof initial === 'number' && typeof max === 'number' && initial > max)) return [];
  const key = partWith(entry, ['restart', 'backoff', 'initial']) ? 'initial' : 'max';
  const part = partWith(entry, ['restart', 'backoff', key])!;
  return [
    {
      source: part.evaluated.source,
      path: [...part.at, 'restart', 'backoff', key],
      at: 'value',
      message: `found pauses that begin with ${initial} s and are at most ${max} s`,
      expected: '"initial" to be at most "max"',
      remedy: 'Raise "max" or lower "initial".',
    },
  ];
}

function memoryFindings(entry: Entry): Finding[] {
  const { soft, hard } = entry.settings.recycle?.maxMemory ?? {};
  const [least, most] = [bytesOf(soft), bytesOf(hard)];
  if (least === null || most === null || !(least >= most)) return [];
  const path = ['recycle', 'maxMemory', 'soft'];
  const part = partWith(entry, path)!;
  return [
    {
      source: part.evaluated.source,
      path: [...part.at, ...path],
      at: 'value',
      message: `found ${soft}, with a hard limit of ${hard}`,
      expected: '"soft" to be below "hard"',
      remedy: 'Raise "hard" or lower "soft": a worker must have the time to be replaced before it is killed.',
    },
  ];
}

function backdoorFindings(definition: Evaluated | undefined): Finding[] {
  const backdoor = isObject(definition?.value) ? definition.value.backdoor : undefined;
  const range = typeof backdoor === 'string' ? /^(\d+):(\d+)$/.exec(backdoor) : null;
  const [first, last] = [Number(range?.[1]), Number(range?.[2])];
  if (!range || (first >= 1 && first <= last && last <= 65535)) return [];
  return [
    {
      source: definition!.source,
      path: ['backdoor'],
      at: 'value',
      message: `found the range ${backdoor}`,
      expected: 'ports from 1 to 65535, the lower one first',
      remedy: 'Write it like "8800:8899".',
    },
  ];
}
