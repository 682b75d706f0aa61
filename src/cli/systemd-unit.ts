import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { chooseLauncher } from '../definition/choose.js';
import { type Compiled, compile } from '../definition/load.js';
import type { LoadRequest } from '../definition/request.js';
import type { ServiceDefinition } from '../definition/types.js';
import { longestGap, longestStart, longestStop } from '../launcher/bounds.js';
import { controlName } from '../operations/control/place.js';
import { print } from './output.js';
import { type Unit, unitFile } from './unit-file.js';

export interface UnitOptions {
  readonly user?: boolean;
  readonly notifyReload?: boolean;
  readonly runAs?: string;
  readonly name?: string;
  /** true: where it is by default; false: nowhere. */
  readonly control?: string | boolean;
}

/** Seconds by which systemd is more patient than the launcher; for a start, a worker may fail once meanwhile. */
const START_MARGIN = 30;
const STOP_MARGIN = 5;
const WATCHDOG_MARGIN = 30;

/** Bytes of a supervisor, and of what lies in the page cache of its group. */
const SUPERVISOR_MEMORY = 128 * 2 ** 20;

/** For a system on which nobody else is to be guessed. */
const FALLBACK_USER = 'nova-launch';

/** Prints a unit of systemd that runs what the same command line would run here. */
export async function systemdUnit(request: LoadRequest, options: UnitOptions): Promise<number> {
  // What run would refuse is in no unit.
  if (options.name !== undefined) controlName({ name: options.name });
  const unit = unitOf(await compile(request), request, options);
  const place = unit.ofUser ? '~/.config/systemd/user' : '/etc/systemd/system';
  const made = `# Made by nova-launch systemd-unit, to be saved as ${place}/${unit.name}.service\n`;
  const account =
    unit.user === FALLBACK_USER && !unit.ofUser
      ? `# Its user is made by: useradd --system --no-create-home ${FALLBACK_USER}\n`
      : '';
  print(`${made}${account}\n${unitFile(unit)}`);
  return 0;
}

function unitOf(compiled: Compiled, request: LoadRequest, options: UnitOptions): Unit {
  const { definition } = compiled;
  const { file, services } = definition;
  const directory = file === undefined ? process.cwd() : dirname(file);
  const names = services.map((service) => service.name);
  const stop = longestStop(services);
  return {
    name: options.name ?? (request.binaries?.length === 1 ? names[0]! : basename(directory) || 'nova-launch'),
    description: `${names.join(', ')}, run by nova-launch`,
    command: [
      process.execPath,
      ...process.execArgv,
      process.argv[1]!,
      'run',
      ...wordsOf(request, options, file),
    ],
    directory,
    variables: variablesOf(compiled),
    ofUser: options.user ?? false,
    user: options.runAs ?? userOf(file ?? directory),
    notifyReload: options.notifyReload ?? false,
    timeoutStart: Math.ceil(longestStart(services)) + START_MARGIN,
    timeoutStop: stop === null ? null : Math.ceil(stop) + STOP_MARGIN,
    watchdog: watchdogOf(services, chooseLauncher(definition) === 'ServiceLauncher'),
    memory: memoryOf(services),
  };
}

/** The command line again, with the definition by its full path. */
function wordsOf(request: LoadRequest, { name, control }: UnitOptions, file: string | undefined): string[] {
  const { binaries = [], workers, set = [], serviceOptions = [] } = request;
  return [
    ...(name === undefined ? [] : ['--name', name]),
    ...(typeof control === 'string' ? ['--control', resolve(control)] : []),
    ...(control === false ? ['--no-control'] : []),
    ...(file === undefined ? [] : ['--config', file]),
    ...binaries.flatMap((name) => ['--binary', name]),
    ...(workers === undefined ? [] : ['--workers', String(workers)]),
    ...set.flatMap((value) => ['--set', value]),
    ...(serviceOptions.length > 0 ? ['--', ...serviceOptions] : []),
  ];
}

/** Who makes the unit, if that is not root; else who owns the definition. */
function userOf(path: string): string {
  const { uid, username } = userInfo();
  if (uid !== 0) return username;
  const owner = statSync(path).uid;
  return owner === 0 ? FALLBACK_USER : String(owner);
}

function variablesOf({ document, entries }: Compiled): string[] {
  const parts = entries.flatMap((entry) => entry.parts.map(({ evaluated }) => evaluated));
  const all = [...(document ? [document] : []), ...parts].flatMap(({ interpolated }) => [
    ...interpolated.values(),
  ]);
  const names = all.flatMap(({ origins }) =>
    origins.flatMap((origin) => (origin.kind === 'file' ? [] : [origin.name])),
  );
  return [...new Set(names)].sort();
}

/** A supervisor replaces what is stuck itself: its own watchdog waits for that. In one process it is the only one. */
function watchdogOf(services: readonly ServiceDefinition[], alone: boolean): number | null {
  if (!alone) return Math.ceil(longestGap(services)) + WATCHDOG_MARGIN;
  const timeouts = services.map(({ watchdogTimeout }) => watchdogTimeout);
  return timeouts.includes(0) ? null : Math.ceil(Math.max(...timeouts));
}

/** Where each worker has a limit, that of all, with those that a reload adds. */
function memoryOf(services: readonly ServiceDefinition[]): number | null {
  const each = services.map(({ workers, reload, recycle }) =>
    recycle.maxMemory.hard === null ? null : (workers + reload.surge) * recycle.maxMemory.hard,
  );
  if (each.includes(null)) return null;
  return each.reduce<number>((sum, bytes) => sum + bytes!, SUPERVISOR_MEMORY);
}
