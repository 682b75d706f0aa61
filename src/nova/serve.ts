import { LaunchError } from '../errors.js';
import type { Running } from '../index.js';
import type { ServiceContext } from '../service/index.js';
import type { Service } from './service.js';
import type { NovaInput } from './settings.js';

let running: Promise<Running> | undefined;

/**
 * Runs the service of a program: in this process, or in so many workers, each of which runs the program again up to here.
 * SIGHUP gives it its config anew and calls reset(). Once in a process: rejects with LaunchError NL_SERVED otherwise, and
 * as launch() does.
 * nova.service.serve.
 */
export async function serve(service: Service, workers?: number | 'auto'): Promise<void> {
  if (running) {
    const what = `serve() was called a second time, for ${service.binary}`;
    throw new LaunchError('NL_SERVED', `${what}; it serves one service in a process.`);
  }
  running = begin(service, workers);
  try {
    await running;
  } catch (error) {
    // Nothing is served: it may be tried otherwise.
    running = undefined;
    throw error;
  }
}

async function begin(service: Service, workers: number | 'auto' | undefined): Promise<Running> {
  const { launch } = await import('../index.js');
  const Class = service.constructor as typeof Service;
  const make = (context: ServiceContext<NovaInput>) => Class.create(service.options, context);
  const { configKeys, checkConfig } = Class;
  return launch(Object.assign(make, { configKeys, checkConfig: checkConfig.bind(Class) }), {
    name: service.binary,
    restartMethod: 'mutate',
    settings: { config: { ...service.options.config } },
    ...(workers !== undefined && { workers }),
  });
}

/**
 * Resolves with the exit code when what serve() has begun has ended. Rejects with LaunchError NL_USAGE where nothing was
 * begun. nova.service.wait.
 */
export async function wait(): Promise<number> {
  if (!running)
    throw new LaunchError('NL_USAGE', 'wait() waits for what serve() has begun: call that first.');
  return (await running).wait();
}
