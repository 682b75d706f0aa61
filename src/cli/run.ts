import { chooseLauncher } from '../definition/choose.js';
import { loadDefinition } from '../definition/load.js';
import type { LoadRequest } from '../definition/request.js';
import { ERRORS } from '../errors.js';
import { controlName, controlPath } from '../operations/control/place.js';

/** How the control socket was asked for. */
export interface Socket {
  readonly name?: string | undefined;
  /** Its path; false: none is wanted. */
  readonly control?: string | false | undefined;
}

/** Runs the services until they have stopped, and exits. A reload reads the definition again, by the same command line. */
export async function run(request: LoadRequest, { name, control }: Socket = {}): Promise<never> {
  // A reload sees the environment of the start: a service in this process changes what it finds there.
  const frozen = { env: { ...process.env }, ...request };
  const definition = await loadDefinition(frozen);
  const { launch } = await import('../launcher/launch.js');
  const alone = chooseLauncher(definition) === 'ServiceLauncher';
  process.on('uncaughtException', (error) => die(error, alone ? 'NL_CRASHED' : 'NL_INTERNAL'));
  const whose = { ...request, name, ...(control !== false && { control }) };
  const socket = { path: controlPath(whose), name: controlName(whose) };
  const launcher = await launch(definition, {
    reload: () => loadDefinition(frozen),
    ...(control !== false && { control: socket }),
  });
  // Whatever a service has left open must not keep the process once everything has stopped.
  process.exit(await launcher.wait());
}

/** Nothing can be trusted any more: workers of a supervisor that ends so drain, and end by themselves. */
function die(error: unknown, code: 'NL_CRASHED' | 'NL_INTERNAL'): never {
  console.error(error);
  console.error(`nova-launch: ${ERRORS[code].remedy}`);
  process.exit(ERRORS[code].exitCode);
}
