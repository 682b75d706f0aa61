import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, launch, Place, ROOT, Run } from './harness.js';

/** The code in README.md and the guides runs as it stands there. */

let place: Place;
let run: Run | undefined;

beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.path, 'node_modules'));
  symlinkSync(ROOT, join(place.path, 'node_modules/nova-launch'));
  symlinkSync(join(ROOT, 'node_modules/tsx'), join(place.path, 'node_modules/tsx'));
  place.write('package.json', { type: 'module' });
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

/** The code block of a document, in this language, that has this text. */
function block(document: string, language: string, text: string): string {
  const all = readFileSync(join(ROOT, document), 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```/gm);
  const found = [...all].find(({ 1: of, 2: code }) => of === language && code!.includes(text));
  if (!found) throw new Error(`${document} has no ${language} block with ${text}.`);
  return found[2]!;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

async function stopped(running: Run): Promise<void> {
  running.signal('SIGTERM');
  expect(await running.exit()).toBe(0);
  expect(running.lines.filter(({ level }) => level > 30)).toEqual([]);
}

const api = () => place.write('api.js', block('README.md', 'js', 'class Api'));

it('README: the service, and its definition', async () => {
  api();
  const port = await freePort();
  place.write('services.json', block('README.md', 'json', '"./api.js"').replace('8080', String(port)));
  run = launch(place);
  await run.line('service-ready');
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  expect(await answer.text()).toMatch(/^Hello from worker [0-3], generation 1, pid \d+\n$/);
  await stopped(run);
});

it('README: embedding', async () => {
  api();
  const port = await freePort();
  place.write('program.js', block('README.md', 'js', 'launch(Api').replace('8080', String(port)));
  run = new Run([process.execPath, 'program.js'], { cwd: place.path });
  await run.line('service-ready');
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  expect(await answer.text()).toMatch(/^Hello from worker [0-3], generation 1, pid \d+\n$/);
  await stopped(run);
});

it.each([
  ['README.md', 'class Calculator extends'],
  ['docs/rpc.md', 'class CalculatorService'],
])('%s: the RPC service, called from the command line', async (document, text) => {
  place.write('calculator.js', block(document, 'js', text));
  const transportUrl = `ipc://${place.path}/rpc`;
  const service = { module: './calculator.js', workers: 2 };
  place.write('services.json', { config: { transportUrl }, services: { calculator: service } });
  run = launch(place);
  await run.line('service-ready');
  const call = (...args: string[]) =>
    spawnSync(process.execPath, [BIN, 'call', 'calculator', ...args], { cwd: place.path, encoding: 'utf8' });
  expect(call('add', '{"a": 1, "b": 2}')).toMatchObject({ status: 0, stdout: '3\n' });
  expect(call('subtract')).toMatchObject({
    status: 1,
    stderr: 'oslo_messaging.rpc.dispatcher.NoSuchMethod: Endpoint does not support RPC method subtract\n',
  });
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('docs/rpc.md: without the launcher', () => {
  const code = block('docs/rpc.md', 'js', "getTransport('ipc://')");
  place.write('demo.js', code.replace("'ipc://'", `'ipc://${place.path}/rpc'`));
  const { status, stdout } = spawnSync(process.execPath, ['demo.js'], { cwd: place.path, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '[ 1, 18446744073709551616n ]\n' });
});

it('docs/rpc.md: contexts of a class of its own', () => {
  const code = block('docs/rpc.md', 'js', 'class RequestContext').replace("'ipc://'", "'fake://'");
  const use = `
    import { getRpcServer } from 'nova-launch/messaging';
    const who = (context) => context instanceof RequestContext && context.user;
    await getRpcServer(client.transport, { topic: 'orders', server: 's' }, [{ who }], { serializer }).start();
    console.log(await client.call(new RequestContext('ada'), 'who'));`;
  place.write('context.js', `${code}${use}`);
  const { stdout, stderr } = spawnSync(process.execPath, ['context.js'], {
    cwd: place.path,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: 'ada\n', stderr: '' });
});

it('docs/rpc.md: contexts, objects and exceptions of Nova', () => {
  place.write('nova.js', block('docs/rpc.md', 'js', 'class Chooser'));
  const { stdout, stderr } = spawnSync(process.execPath, ['nova.js'], { cwd: place.path, encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({
    stdout: "host-1 [ 'host' ] false\nNo valid host was found. 9 CPUs are too many.\n",
    stderr: '',
  });
});

it('docs/rpc.md: a notification, which costs nothing where nobody can listen', () => {
  const code = block('docs/rpc.md', 'js', 'getNotifier(').replace("'ipc://'", `'ipc://${place.path}/rpc'`);
  place.write('notify.js', code);
  const { status, stderr } = spawnSync(process.execPath, ['notify.js'], {
    cwd: place.path,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('docs/rpc.md: an endpoint and its error', () => {
  const code = block('docs/rpc.md', 'js', 'class NotFound');
  const use = `
    import { getRpcClient, getRpcServer, getTransport } from 'nova-launch/messaging';
    const transport = getTransport('fake://');
    await getRpcServer(transport, new Target({ topic: 't', server: 's' }), [new Orders()]).start();
    const client = getRpcClient(transport, new Target({ topic: 't', namespace: 'orders', version: '1.2' }));
    const { module, excType, value, remoteKwargs } = await client.call({}, 'get', { id: 7 }).catch((error) => error);
    console.log(JSON.stringify([module, excType, value, remoteKwargs]));`;
  place.write('orders.js', `${code}${use}`);
  const { stdout, stderr } = spawnSync(process.execPath, ['orders.js'], {
    cwd: place.path,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({
    stdout: '["shop.exception","NotFound","There is no order 7.",{"id":7}]\n',
    stderr: '',
  });
});

it('guide: TypeScript through nodeArgs', async () => {
  place.write('clock.ts', block('docs/guide.md', 'ts', 'class Clock'));
  place.write('services.json', block('docs/guide.md', 'json', './clock.ts'));
  run = launch(place);
  expect(await run.message(/^tick$/)).toMatchObject({ service: 'clock', worker: 0 });
  await stopped(run);
});

it.each([
  ['docs/guide.md', 'log.info(`The outbox is', 'mailer.js', /^The outbox is \/tmp\.$/],
  ['docs/guide.md', 'module.exports', 'mailer.cjs', undefined],
  ['docs/migration-oslo.md', 'class Conductor', 'conductor.js', /^alive$/],
  ['docs/migration-pm2.md', 'export default {', 'api.js', undefined],
])('%s: the service with %s', async (document, text, module, message) => {
  const code = block(document, 'js', text).replace('8080', '0');
  place.write(module, code);
  const config = { outbox: '/tmp' };
  place.write('services.json', { services: { a: { module: `./${module}`, workers: 2, config } } });
  run = launch(place);
  await run.line('service-ready');
  if (message) await run.message(message);
  await stopped(run);
});

it.each([
  ['new ThreadGroup({', '3\ncalled 3 times\n0\n'],
  ["name: 'kinds'", 'no more delays\nconnected at attempt 3\nasked for news\nfalse done done\n'],
  ['import { retry }', 'told after 3 tries\n'],
])('docs/timers.md: the program with %s', (text, printed) => {
  place.write('program.js', block('docs/timers.md', 'js', text));
  const { stdout, stderr } = spawnSync(process.execPath, ['program.js'], {
    cwd: place.path,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: printed, stderr: '' });
});

it('docs/configuration.md: the options of a service', async () => {
  symlinkSync(join(ROOT, 'node_modules/zod'), join(place.path, 'node_modules/zod'));
  place.write('pool.js', block('docs/configuration.md', 'js', 'class Pool'));
  const definition = JSON.parse(block('docs/configuration.md', 'json', './pool.js'));
  place.write('services.json', definition);
  const options = { cwd: place.path, encoding: 'utf8' } as const;
  const printed = spawnSync(process.execPath, [BIN, 'options', '--binary', 'pool'], options).stdout;
  expect(printed.split('\n')).toEqual(
    expect.arrayContaining(
      block('docs/configuration.md', 'console', 'nova-launch options').split('\n').slice(1, 4),
    ),
  );
  const checked = spawnSync(process.execPath, [BIN, 'check', '--binary', 'pool', '--set', 'size=0'], options);
  const told = block('docs/configuration.md', 'console', 'nova-launch check').split('\n').slice(1).join('\n');
  expect({ ...checked }).toMatchObject({ status: 78, stderr: told });
  run = launch(place);
  await run.message(/^The pool has 10 connections\.$/, 2);
  definition.services.pool.config.size = 20;
  place.write('services.json', definition);
  run.signal('SIGHUP');
  await run.message(/^The pool has 20 connections, and had 10\.$/, 2);
  await run.line('reload-accepted');
  await stopped(run);
});

it('docs/health.md: a service that tells its health', async () => {
  place.write('mirror.js', block('docs/health.md', 'js', 'class Mirror'));
  place.write('services.json', { services: { a: { module: './mirror.js', healthInterval: 1 } } });
  run = launch(place);
  const line = await run.line('health');
  expect(line.health).toMatchObject({ status: 'degraded', details: { behind: expect.any(Number) } });
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('guide: a thread that is told to end', async () => {
  place.write('poller.js', block('docs/guide.md', 'js', 'class Poller'));
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as { port: number };
  const asked = new Promise<void>((done) => server.once('connection', () => done()));
  const config = { url: `http://127.0.0.1:${port}/`, interval: 1 };
  const service = { module: './poller.js', gracefulShutdownTimeout: 1, config };
  place.write('services.json', { services: { a: service } });
  run = launch(place);
  await asked;
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(75);
  server.close();
});

it('guide: the test of a service', async () => {
  api();
  const port = await freePort();
  place.write('api.test.js', block('docs/guide.md', 'js', "test('greets'").replaceAll('8085', String(port)));
  const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-force-exit', 'api.test.js'], {
    cwd: place.path,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^# pass 1$/m) });
});
