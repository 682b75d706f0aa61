import type { Clock } from '../service/clock.js';
import { givenService } from '../service/load.js';
import type { ServiceBase } from '../service/types.js';
import { Surroundings } from './surroundings.js';
import { checkOptions, type TestServiceOptions } from './test-options.js';
import { TestedService } from './tested-service.js';
import type { VirtualClock } from './virtual-clock.js';

/**
 * Makes a service of a class, a factory (sync or async) or an object, and starts it as a worker would, but in this
 * process and with a clock that stands still. Rejects with what its constructor or its start() throws, and with
 * LaunchError NL_NOT_A_SERVICE for what is none, NL_OPTIONS for a config that the service refuses, NL_BAD_VALUE for an
 * option that is wrong.
 */
export function testService<S extends ServiceBase, C extends Clock = VirtualClock>(
  given: new (context: never) => S,
  options?: TestServiceOptions<C>,
): Promise<TestedService<S, C>>;
export function testService<S extends ServiceBase, C extends Clock = VirtualClock>(
  given: (context: never) => S | Promise<S>,
  options?: TestServiceOptions<C>,
): Promise<TestedService<S, C>>;
export function testService<S extends ServiceBase, C extends Clock = VirtualClock>(
  given: S,
  options?: TestServiceOptions<C>,
): Promise<TestedService<S, C>>;
export async function testService(
  given: unknown,
  options: TestServiceOptions<Clock> = {},
): Promise<TestedService<ServiceBase, Clock>> {
  const checked = checkOptions(given, options);
  const surroundings = await Surroundings.make(checked);
  try {
    const found = givenService(given);
    await surroundings.config.declare(found.declared, { config: checked.config });
    const service = await surroundings.servers.run(() => found.make(surroundings.context));
    const tested = new TestedService(service, surroundings, checked);
    if (checked.start) await tested.start();
    return tested;
  } catch (error) {
    surroundings.end();
    throw error;
  }
}
