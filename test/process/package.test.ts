import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { gone, Place, ROOT, Run } from './harness.js';

/** The packed tarball, installed into an empty package, as a downstream package uses it: from its npm scripts. */

const PACKAGE = {
  name: 'consumer',
  version: '1.0.0',
  private: true,
  type: 'module',
  scripts: { check: 'nova-launch check', start: 'nova-launch', api: 'nova-launch --binary consumer-api' },
  'nova-launch': { binaries: { 'consumer-api': './api.js#Api' } },
};

const API = `
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Service } from 'nova-launch/service';

export class Api extends Service {
  async start() {
    const { worker, generation } = this.context;
    const server = createServer((_request, response) => response.end(\`\${worker} \${generation}\\n\`));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.log.info({ port: server.address().port }, 'listening');
  }
}
`;

const DEFINITION = {
  $schema: './node_modules/nova-launch/services.schema.json',
  services: { api: { module: './api.js', workers: 2, reload: { stableFor: 0.1 } } },
};

/** What a consumer in TypeScript writes: every line of it must type-check against the shipped declarations. */
const TYPED = `
import { ERRORS, type DefinitionInput, LaunchError, launch, loadDefinition, ProcessLauncher, type Running } from 'nova-launch';
import { Service, type ServiceBase, type ServiceContext, ThreadGroup } from 'nova-launch/service';
import { expectedExceptions, getRpcClient, getRpcServer, getTransport, RemoteError, Target } from 'nova-launch/messaging';
import { RpcService } from 'nova-launch/rpc-service';

export class Adder extends RpcService {
  constructor(context: ServiceContext) {
    const add = expectedExceptions([RangeError], (_context: object, { a, b }: { a: number; b: number }) => a + b);
    super(context, { target: { topic: 'adder' }, endpoints: [{ add, target: new Target({ version: '1.1' }) }] });
  }
}

export async function messages(): Promise<unknown> {
  const transport = getTransport('fake://', { allowedRemoteExmods: [] });
  await getRpcServer(transport, new Target({ topic: 't', server: 's' }), [{}], { concurrency: 1 }).start();
  const client = getRpcClient(transport, new Target({ topic: 't' }), { timeout: 1 });
  // @ts-expect-error an option that does not exist
  client.prepare({ fanuot: true });
  return client.call({ user: 'u' }, 'm', { a: 1n }).catch((error) => error instanceof RemoteError && error.traceback);
}

interface Config { readonly listen: { readonly port: number } }

export default class Typed extends Service<Config> {
  #port = 0;
  override async start(): Promise<void> {
    this.#port = this.config.listen.port;
    this.tg.addTimer(10, (signal) => this.log.info({ aborted: signal.aborted }, 'tick'), { initialDelay: 1 });
    const answer = await this.tg.addThread(async (a: number, signal: AbortSignal) => (signal.aborted ? 0 : a), 42).wait();
    answer.toFixed();
    this.signal.addEventListener('abort', () => this.log.info('draining'));
  }
  override reset(): void {
    // @ts-expect-error the configuration is the service's own type
    this.config.unknown;
  }
}

export const bare = (context: ServiceContext): ServiceBase => ({ start: () => void context.log.info('up') });
const definition: DefinitionInput = { services: { typed: { module: './typed.js', workers: 2 } } };
// @ts-expect-error a setting that does not exist
const wrong: DefinitionInput = { services: { typed: { module: './typed.js', wrokers: 2 } } };
export async function main(): Promise<number> {
  const running: Running = await launch(await loadDefinition({ definition }));
  new ProcessLauncher(await loadDefinition({ definition: wrong })).scale('typed', 1);
  new ThreadGroup({ capacity: 2 }).cancel();
  if (new LaunchError('NL_USAGE', 'x').exitCode !== ERRORS.NL_USAGE.exitCode) throw new Error();
  return running.wait();
}
`;

/** What tsc infers of the API must have a name that declarations of a consumer can be written with. */
const INFERRED = `
import type { launch } from 'nova-launch';
import type { Service, ThreadGroup } from 'nova-launch/service';
import type { BaseApi, Manager, RequestContext } from 'nova-launch/nova';

export const launchable = (...given: Parameters<typeof launch>) => given[0];
export const timers = (group: ThreadGroup) => group.timers;
export const hook = (service: Service<{ a: number }>) => service.config.onMutate;
export const ping = (api: BaseApi, context: RequestContext) => api.ping(context, 1);
export const trace = (context: RequestContext) => context.trace;
export const notifications = ({ init }: Manager) => init.notifier.legacy;
export const services = ({ init }: Manager) => init.servicegroup;
export const stores = ({ init }: Manager) => ({ ...init.database });
export const each = ({ init }: Manager) => [
  init.database.services, init.database.workers, init.database.computeNodes, init.database.instances,
  init.database.actions, init.database.faults, init.database.migrations, init.database.buildRequests,
  init.database.requestSpecs, init.database.instanceMappings, init.database.hostMappings, init.database.cellMappings,
  init.database.blockDevices, init.database.tags, init.database.allocations, init.database.aggregates,
] as const;
`;

const place = new Place();
let run: Run | undefined;
let supervisor = 0;

function npm(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: place.path,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

beforeAll(() => {
  const [{ filename, files }] = JSON.parse(
    npm('pack', ROOT, '--ignore-scripts', '--json', '--pack-destination', place.path),
  );
  const names = files.map(({ path }: { path: string }) => path);
  const needed = ['README.md', 'LICENSE', 'CHANGELOG.md', 'services.schema.json', 'docs/reference.md'];
  expect(names).toEqual(expect.arrayContaining([...needed, 'dist/index.d.ts', 'dist/service/index.d.ts']));
  expect(names.filter((name: string) => /^(test|bench|src|scripts)\//.test(name))).toEqual([]);
  place.write('package.json', PACKAGE);
  npm('install', `./${filename}`, '--no-audit', '--no-fund', '--prefer-offline');
}, 180_000);
afterAll(() => place.remove());

beforeEach(() => {
  place.write('api.js', API);
  place.write('services.json', DEFINITION);
});

afterEach(() => {
  // npm starts a shell, which starts nova-launch: its workers end with it.
  if (supervisor && existsSync(`/proc/${supervisor}`)) process.kill(supervisor, 'SIGTERM');
  run?.destroy();
});

/** On a connection of its own: one that is kept alive leads to the worker that it led to before. */
async function ask(port: unknown): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).text();
}

async function start(...args: string[]): Promise<Run> {
  run = new Run(['npm', 'run', '--silent', ...args], { cwd: place.path });
  supervisor = (await run.line('started')).pid!;
  return run;
}

it('npm run check validates the definition of the package', () => {
  expect(npm('run', '--silent', 'check')).toBe(
    `services.json: 1 service, no fault\n  api  2 workers  ${realpathSync(place.path)}/api.js\n`,
  );
});

it('npm start serves, reloads, and stops with 0', async () => {
  const running = await start('start');
  await running.line('service-ready');
  const { port } = await running.message(/^listening$/);
  expect(await ask(port)).toMatch(/^[01] 1\n$/);

  process.kill(supervisor, 'SIGHUP');
  await running.line('reload-accepted');
  const second = running.lines.find(({ msg, generation }) => msg === 'listening' && generation === 2)!;
  await running.line('worker-gone', 2);
  expect(await ask(second.port)).toMatch(/^[01] 2\n$/);

  const pids = running.lines.filter(({ msg }) => msg === 'listening').map(({ pid }) => pid!);
  process.kill(supervisor, 'SIGTERM');
  expect(await running.exit()).toBe(0);
  await gone([supervisor, ...pids]);
});

it('a binary that the package declares runs by its name, without a definition', async () => {
  spawnSync('rm', [join(place.path, 'services.json')]);
  const running = await start('api');
  const { port, service } = await running.message(/^listening$/);
  expect(service).toBe('consumer-api');
  expect(await ask(port)).toBe('0 1\n');
  process.kill(supervisor, 'SIGTERM');
  expect(await running.exit()).toBe(0);
});

it('a consumer in TypeScript type-checks against the shipped declarations, those of its dependencies included', () => {
  place.write('typed.ts', TYPED);
  place.write('inferred.ts', INFERRED);
  place.write('tsconfig.json', {
    compilerOptions: {
      target: 'ES2023',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      declaration: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      noImplicitOverride: true,
      typeRoots: [join(ROOT, 'node_modules/@types')],
      types: ['node'],
    },
    files: ['typed.ts', 'inferred.ts'],
  });
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', place.path], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

it('the schema that $schema names is there, and the versions agree', () => {
  const installed = join(place.path, 'node_modules/nova-launch');
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
  expect(read(join(place.path, DEFINITION.$schema)).properties).toHaveProperty('services');
  const own = read(join(ROOT, 'package.json')).version;
  expect(read(join(installed, 'package.json')).version).toBe(own);
  expect(npm('exec', '--', 'nova-launch', '--version').trim()).toBe(own);
});
