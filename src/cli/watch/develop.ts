import type { LoadRequest } from '../../definition/request.js';
import type { Definition, ServiceDefinition } from '../../definition/types.js';
import { LaunchError } from '../../errors.js';
import type { Socket } from '../run.js';

/** What development adds to a run. */
export interface Development {
  readonly watch: boolean | undefined;
  /** [HOST:]PORT for debuggers, or true. */
  readonly inspect: string | true | undefined;
}

/** Runs the services for who writes them: under a supervisor, so that what does not start takes nothing down. */
export async function develop(
  request: LoadRequest,
  socket: Socket,
  development: Development,
): Promise<number> {
  const { inspect } = development;
  if (typeof inspect === 'string' && !isAddress(inspect)) {
    const remedy =
      'Write it like --inspect=9300 or --inspect=127.0.0.1:9300; the port is 0, or 1024 to 65535.';
    throw new LaunchError('NL_USAGE', `${JSON.stringify(inspect)} is no address of a debugger`, { remedy });
  }
  const adapt = (definition: Definition) => developed(definition, development);
  if (!development.watch)
    return (await import('../run.js')).run(request, socket, { adapt, supervised: true });
  process.exit(await (await import('./watched.js')).runWatched(request, socket, adapt));
}

/** As Node.js takes it. */
function isAddress(text: string): boolean {
  const port = Number(/^(?:\S+:)?(\d{1,5})$/.exec(text)?.[1]);
  return port === 0 || (port >= 1024 && port <= 65_535);
}

/** The same services, as they are run for development. */
export function developed(definition: Definition, { watch, inspect }: Development): Definition {
  const option = inspect === true ? '--inspect' : `--inspect=${inspect}`;
  const services = definition.services.map((service) => ({
    ...service,
    ...(inspect !== undefined && { nodeArgs: [...service.nodeArgs, option] }),
    ...(watch && watched(service)),
  }));
  return { ...definition, services };
}

/** Workers tell which files they load, as they do under node --watch; what is new serves from its first moment. */
const watched = ({ env, reload }: ServiceDefinition): Partial<ServiceDefinition> => ({
  env: { ...env, WATCH_REPORT_DEPENDENCIES: '1' },
  reload: { ...reload, stableFor: 0 },
  restartMethod: 'reload',
});
