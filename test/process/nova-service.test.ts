import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, gone, launch, Place, ROOT, Run } from './harness.js';

/** Nova's services in processes of their own, on ipc:// and SQLite. */

let place: Place;
let run: Run | undefined;
let transportUrl: string;

beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.path, 'node_modules'));
  symlinkSync(ROOT, join(place.path, 'node_modules/nova-launch'));
  place.write('package.json', { type: 'module' });
  transportUrl = `ipc://${place.path}/rpc`;
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

function call(...args: string[]): unknown {
  const command = [BIN, 'call', ...args, '--exchange', 'nova', '--transport-url', transportUrl];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: place.path, encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const ping = (topic: string) => call(topic, 'ping', '{"arg": "you"}', '--namespace', 'baseapi');

/** What is told that somebody should look at. */
const complaints = () => run!.lines.filter(({ level }) => level > 30).map(({ msg }) => msg);

async function stop(): Promise<void> {
  const { workers } = run!;
  run!.signal('SIGTERM');
  expect(await run!.exit()).toBe(0);
  await gone(workers);
}

it.each([
  ['nova-conductor', 4],
  ['nova-scheduler', 2],
  ['nova-compute', 1],
])('%s with %d workers needs no definition', async (binary, workers) => {
  const topic = binary.replace('nova-', '');
  run = launch(place, [
    '--binary',
    binary,
    '--workers',
    String(workers),
    '--set',
    `transportUrl=${transportUrl}`,
  ]);
  if (workers === 1) await run.message(/ is ready|^Ready/);
  else expect(await run.line('service-ready')).toMatchObject({ service: binary, workers });
  expect(ping(topic)).toEqual({ service: topic, arg: 'you' });
  expect(existsSync(join(place.path, 'nova.sqlite'))).toBe(true);
  await stop();
  expect(complaints()).toEqual([]);
});

it('the supervisor has no database', async () => {
  place.write('services.json', { config: { transportUrl }, services: { 'nova-conductor': { workers: 2 } } });
  run = launch(place);
  await run.line('service-ready');
  const hasDatabase = (pid: number) => readFileSync(`/proc/${pid}/maps`, 'utf8').includes('libsql');
  expect(run.workers.map(hasDatabase)).toEqual([true, true]);
  expect(hasDatabase(run.pid)).toBe(false);
  await stop();
});

it('a config that is wrong fails once, with all that is wrong with it', async () => {
  const wrong = ['--set', 'reportInterval=soon', '--set', 'quota.instances=-2'];
  run = launch(place, ['--binary', 'nova-conductor', '--workers', '4', ...wrong]);
  expect(await run.exit()).toBe(78);
  const errors = run.lines.filter(({ level }) => level >= 50);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ code: 'NL_OPTIONS' });
  expect(errors[0]!.msg).toMatch(/config\.reportInterval .*\nconfig\.quota\.instances /);
  expect(existsSync(join(place.path, 'nova.sqlite'))).toBe(false);
});

it('options tells what may be set', () => {
  const command = [BIN, 'options', '--binary', 'nova-conductor'];
  const { stdout } = spawnSync(process.execPath, command, { cwd: place.path, encoding: 'utf8' });
  const { properties } = JSON.parse(stdout);
  expect(properties.transportUrl).toEqual({ description: 'a string that is not empty' });
  expect(properties.reportInterval).toMatchObject({ default: 10 });
  expect(properties.quota.properties.instances).toEqual({
    description: 'an integer of at least -1',
    default: 10,
  });
});

it('a binary without a manager fails once, and says what to do', async () => {
  place.write(
    'own.js',
    `import { Service } from 'nova-launch/nova';
    export default class Own extends Service {
      constructor(context) { super(context, { binary: 'nova-own' }); }
    }`,
  );
  place.write('services.json', {
    config: { transportUrl },
    services: { own: { module: './own.js', workers: 2 } },
  });
  run = launch(place);
  expect(await run.exit()).toBe(78);
  const errors = run.lines.filter(({ level }) => level >= 50);
  expect(errors).toMatchObject([
    { code: 'NL_NO_MANAGER', remedy: expect.stringContaining('manager: MyManager') },
  ]);
});

it('tells the port of the backdoor of the worker that is asked', async () => {
  place.write('services.json', {
    backdoor: 0,
    config: { transportUrl },
    services: { 'nova-conductor': { workers: 2 } },
  });
  run = launch(place);
  await run.line('service-ready');
  const ports = run
    .of('backdoor')
    .filter(({ service }) => service !== undefined)
    .map(({ address }) => Number(String(address).split(':').at(-1)));
  expect(ports).toHaveLength(2);
  const asked = call('conductor', 'get_backdoor_port', '--namespace', 'baseapi', '--rpc-version', '1.1');
  expect(ports).toContain(asked);
  await stop();
});

const PROGRAM = `
  import { Manager, Service, serve, wait } from 'nova-launch/nova';
  class OwnManager extends Manager {
    async slow(context, { seconds }) {
      this.log.info('Working.');
      await new Promise((done) => setTimeout(done, seconds * 1000));
      return this.init.worker.number;
    }
    reset() {
      this.log.info('The manager is reset.');
    }
  }
  const config = { transportUrl: 'URL', periodicFuzzyDelay: 0 };
  await serve(Service.create({ binary: 'nova-own', manager: OwnManager, config }), 'many').catch(({ code }) => {
    console.log('wrong', code);
  });
  await serve(Service.create({ binary: 'nova-own', manager: OwnManager, config }), 2);
  await serve(Service.create({ binary: 'nova-other', manager: OwnManager })).catch(({ code, exitCode }) => {
    console.log(code, exitCode);
  });
  console.log('code', await wait());`;

it('serve() and wait(): a program whose workers are reset by SIGHUP, and which serves once', async () => {
  place.write('program.js', PROGRAM.replace('URL', transportUrl));
  run = new Run([process.execPath, 'program.js'], { cwd: place.path });
  expect(await run.line('service-ready')).toMatchObject({ service: 'nova-own', workers: 2 });
  await run.until(() => run!.raw.includes('NL_SERVED 2'), 'the refusal of the second serve()');
  // What could not be begun is not served.
  expect(run.raw).toContain('wrong NL_USAGE');
  const before = run.workers;
  run.signal('SIGHUP');
  await run.message(/^The manager is reset\.$/, 2);
  expect(run.workers).toEqual(before);
  expect([0, 1]).toContain(call('own', 'slow', '{"seconds": 0}'));
  await stop();
  await run.until(() => run!.raw.includes('code 0'), 'the exit code of wait()');
});

it('serve() without a number of workers: in this process', async () => {
  const program = PROGRAM.replace('URL', transportUrl).replace(', 2);', ');');
  place.write('program.js', program);
  run = new Run([process.execPath, 'program.js'], { cwd: place.path });
  await run.until(() => run!.raw.includes('NL_SERVED 2'), 'the refusal of the second serve()');
  await run.line('ready');
  expect(run.workers).toEqual([]);
  run.signal('SIGHUP');
  await run.message(/^The manager is reset\.$/);
  expect(call('own', 'slow', '{"seconds": 0}')).toBe(0);
  await stop();
  expect(run.raw).toContain('code 0');
});

it('a drain finishes what runs, and says what it waits for', async () => {
  place.write('program.js', PROGRAM.replace('URL', transportUrl));
  run = new Run([process.execPath, 'program.js'], { cwd: place.path });
  await run.line('service-ready');
  const command = [BIN, 'call', 'own', 'slow', '{"seconds": 1}', '--exchange', 'nova'];
  const caller = new Run([process.execPath, ...command, '--transport-url', transportUrl]);
  await run.message(/^Working\.$/);
  await stop();
  expect(await caller.exit()).toBe(0);
  expect(run.of('nova-drain').map(({ msg }) => msg)).toEqual([
    expect.stringMatching(
      /^nova-own takes no new work and waits for slow \(request req-[-0-9a-f]+, for \d s\)\.$/,
    ),
  ]);
});
