import { chooseLauncher } from '../definition/choose.js';
import { loadDefinition } from '../definition/load.js';
import type { LoadRequest } from '../definition/request.js';
import type { Definition } from '../definition/types.js';
import { ERRORS } from '../errors.js';
import type { Running } from '../launcher/launch.js';
import { controlName, controlPath } from '../operations/control/place.js';

/** How the control socket was asked for. */
export interface Socket {
  readonly name?: string | undefined;
  /** Its path; false: none is wanted. */
  readonly control?: string | false | undefined;
}

/** What a run for development has of its own. */
export interface Adaptation {
  /** Has the last word on the definition, each time that it is read. */
  readonly adapt: (definition: Definition) => Definition;
  /** Workers also where one process would do. */
  readonly supervised: boolean;
}

const AS_IT_IS: Adaptation = { adapt: (definition) => definition, supervised: false };

/** Runs the services until they have stopped, and exits. */
export async function run(request: LoadRequest, socket: Socket, adaptation = AS_IT_IS): Promise<never> {
  const launcher = await begin(request, socket, adaptation);
  // Whatever a service has left open must not keep the process once everything has stopped.
  process.exit(await launcher.wait());
}

/** Starts the services. A reload reads the definition again, by the same command line. */
export async function begin(
  request: LoadRequest,
  { name, control }: Socket,
  { adapt, supervised }: Adaptation,
): Promise<Running> {
  // A reload sees the environment of the start: a service in this process changes what it finds there.
  const frozen = { env: { ...process.env }, ...request };
  const read = async () => adapt(await loadDefinition(frozen));
  const definition = await read();
  const { launch } = await import('../launcher/launch.js');
  const alone = !supervised && chooseLauncher(definition) === 'ServiceLauncher';
  dieOfUncaught(alone ? 'NL_CRASHED' : 'NL_INTERNAL');
  const whose = { ...request, name, ...(control !== false && { control }) };
  const socket = { path: controlPath(whose), name: controlName(whose) };
  return launch(definition, { reload: read, supervised, ...(control !== false && { control: socket }) });
}

/** Nothing can be trusted any more: workers of a supervisor that ends so drain, and end by themselves. */
function dieOfUncaught(code: 'NL_CRASHED' | 'NL_INTERNAL'): void {
  process.off('uncaughtException', die);
  blamed = code;
  process.on('uncaughtException', die);
}

let blamed: 'NL_CRASHED' | 'NL_INTERNAL' = 'NL_INTERNAL';

function die(error: unknown): never {
  console.error(error);
  console.error(`nova-launch: ${ERRORS[blamed].remedy}`);
  process.exit(ERRORS[blamed].exitCode);
}
