import cluster from 'node:cluster';
import { chooseLauncher } from '../definition/choose.js';
import type { DefinitionInput, ServiceInput } from '../definition/generated/input.js';
import type { Definition } from '../definition/types.js';
import { LaunchError } from '../errors.js';
import type { ServiceBase } from '../service/types.js';
import { Control } from './control.js';
import { WORKER_VARIABLE } from './messages.js';

export interface LaunchOptions {
  /** Overrides the definition's number of workers: one service with one worker runs in this process. */
  readonly workers?: number | 'auto';
  /** What SIGHUP does: replace the workers one by one, or hand them the new configuration and call reset(). */
  readonly restartMethod?: 'reload' | 'mutate';
  /** Reads the definition again, for SIGHUP; without it a reload starts the same one anew. */
  readonly reload?: () => Promise<Definition>;
  /** Where the control socket listens, and what `status` calls it; absent: there is none. */
  readonly control?: { readonly path: string; readonly name: string };
  /** Runs workers also where one process would do. */
  readonly supervised?: boolean;
  /** Of a service that is passed itself; default: the name of its class. */
  readonly name?: string;
  /** Of a service that is passed itself: what a definition would say of it. */
  readonly settings?: Omit<ServiceInput, 'module' | 'export' | 'workers' | 'restartMethod'>;
}

/** A service itself: a class, a factory, or an object with a start() method. */
export type Launchable =
  | ServiceBase
  | ((...args: never[]) => unknown)
  | (abstract new (
      ...args: never[]
    ) => ServiceBase);

/** A running launcher. */
export interface Running {
  /** Resolves with the exit code when everything has stopped; see docs/operations.md. */
  wait(): Promise<number>;
  /** Stops gracefully, as SIGTERM does. */
  stop(): void;
  /** As SIGHUP does. */
  reload(): void;
}

interface MakeOptions extends Pick<LaunchOptions, 'reload' | 'supervised'> {
  readonly given: unknown;
  readonly control: Control | undefined;
}

/** Of which service this process is a worker, where a launcher started it. Read before a worker takes it away. */
const WORKER_OF = process.env[WORKER_VARIABLE];

/**
 * Runs services: one worker of one service in this process (ServiceLauncher), anything else under a supervisor
 * (ProcessLauncher). Counterpart of oslo_service.service.launch.
 *
 * Takes a definition (of loadDefinition(), or as a services.json would say it), or a service itself: a class, a
 * factory or an object. A service itself with several workers makes each worker run this program again, up to the
 * same call of launch(), which then runs the service and never returns: do nothing before it that a worker must not do.
 *
 * @throws LaunchError NL_USAGE for options that make no sense, NL_ALREADY_RUNNING where another launcher has the control
 *   socket, NL_LOG_FILE; DefinitionError for a definition with faults
 */
export async function launch(
  what: Definition | DefinitionInput | Launchable,
  options: LaunchOptions = {},
): Promise<Running> {
  const { definition, given } = await understand(what, options);
  if (WORKER_OF !== undefined && cluster.isWorker) return serveInWorker(definition, given);
  const control = await openControl(definition, options);
  try {
    const launcher = await make(definition, { ...options, given, control });
    launcher.start();
    return launcher;
  } catch (error) {
    control?.close();
    throw error;
  }
}

/** Who asks for metrics only has no control socket. */
async function openControl(
  { metrics }: Definition,
  { control, name = 'nova-launch' }: LaunchOptions,
): Promise<Control | undefined> {
  return control || metrics !== undefined ? Control.open({ name, ...control, metrics }) : undefined;
}

async function make(definition: Definition, options: MakeOptions) {
  if (!options.supervised && chooseLauncher(definition) === 'ServiceLauncher') {
    const { ServiceLauncher } = await import('./service-launcher.js');
    return new ServiceLauncher(definition, options);
  }
  const { ProcessLauncher } = await import('./process-launcher.js');
  return new ProcessLauncher(definition, options);
}

async function understand(
  what: unknown,
  options: LaunchOptions,
): Promise<{ definition: Definition; given?: unknown }> {
  const isService = typeof (what as ServiceBase | undefined)?.start === 'function';
  if (!isService && isDefinition(what)) return { definition: overridden(what, options) };
  const { loadDefinition } = await import('../definition/load.js');
  const { workers, restartMethod, settings } = options;
  if (!isService && isInput(what)) {
    return { definition: overridden(await loadDefinition({ definition: what, workers }), options) };
  }
  if (typeof what !== 'function' && (typeof what !== 'object' || what === null)) {
    throw new LaunchError('NL_USAGE', `launch() takes a definition or a service; this is ${typeof what}.`);
  }
  const name = options.name ?? nameOf(what);
  const service = { ...settings, module: process.argv[1]!, ...(restartMethod && { restartMethod }) };
  const loaded = await loadDefinition({ definition: { services: { [name]: service } }, workers });
  // No module: what runs is the service that was passed.
  const services = loaded.services.map((definition) => ({ ...definition, module: '' }));
  return { definition: { ...loaded, services }, given: what };
}

function overridden(definition: Definition, { workers, restartMethod }: LaunchOptions): Definition {
  if (workers === 'auto') {
    throw new LaunchError('NL_USAGE', 'workers: "auto" is for loadDefinition(), which knows the machine.');
  }
  if (workers !== undefined && !(Number.isInteger(workers) && workers > 0)) {
    throw new LaunchError('NL_USAGE', `workers is ${workers}; expected a positive integer.`);
  }
  const services = definition.services.map((service) => ({
    ...service,
    ...(workers !== undefined && { workers }),
    ...(restartMethod && { restartMethod }),
  }));
  return { ...definition, services };
}

const isDefinition = (what: unknown): what is Definition =>
  Array.isArray((what as Definition | undefined)?.services);

const isInput = (what: unknown): what is DefinitionInput => {
  const services = (what as DefinitionInput | undefined)?.services;
  return typeof what === 'object' && typeof services === 'object' && services !== null;
};

function nameOf(service: object): string {
  const own = (service as { name?: unknown }).name;
  const name = typeof own === 'string' && own !== '' ? own : service.constructor.name;
  return name.replace(/[^A-Za-z0-9._-]/g, '') || 'service';
}

/** In a worker that runs the program again, launch() is where its service begins; other launches are not its business. */
async function serveInWorker(definition: Definition, given: unknown): Promise<Running> {
  const name = definition.services[0]?.name;
  if (given !== undefined && name !== undefined && name === WORKER_OF) {
    const { runWorker } = await import('./worker.js');
    runWorker({ name, service: given });
  }
  return { wait: () => new Promise(() => {}), stop: () => {}, reload: () => {} };
}
