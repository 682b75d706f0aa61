import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { World } from '../../nova/compute/world.js';
import { run, where } from './run.js';

async function place(...hosts: string[]): Promise<World> {
  const world = await World.open();
  for (const host of hosts) {
    await world.compute(host);
    await world.isUp(host);
  }
  return world;
}

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'nova-cli-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

describe('the commands for instances', () => {
  it('list them, in columns and as JSON', async () => {
    const world = await place('c1');
    const one = await world.running('c1');
    const two = await world.instance({ display_name: 'longer', vm_state: 'error', task_state: null });
    const { out, exitCode } = await run('instance', 'list', ...where(world));
    expect(exitCode).toBe(0);
    const nowhere = '00000000-0000-0000-0000-000000000000'.length;
    expect(out.split('\n')).toEqual([
      `${'ID'.padEnd(nowhere)}  NAME    STATUS  TASK  POWER    HOST  FLAVOR`,
      `${one.uuid}  vm      active  -     running  c1    m1.tiny`,
      `${two.uuid}  longer  error   -     nostate  -     m1.tiny`,
      '',
    ]);
    const json = JSON.parse((await run('instance', 'list', '--json', '--host', 'c1', ...where(world))).out);
    expect(json).toMatchObject([{ uuid: one.uuid, vm_state: 'active', host: 'c1', flavor: 'm1.tiny' }]);
  });

  it('stop, start, reboot and delete them, step by step', async () => {
    const world = await place('c1');
    const instance = await world.running('c1');
    const stopped = await run('instance', 'stop', 'vm', ...where(world));
    expect(stopped).toMatchObject({ exitCode: 0, err: '' });
    expect(stopped.out).toMatch(/^req-[0-9a-f-]{36}: stop vm\n/);
    expect(stopped.out).toMatch(/ s {2}c1 +compute_stop_instance ends: Success\n/);
    expect(stopped.out).toMatch(/\nvm is stopped after \d+\.\d\d s\.\n$/);
    expect((await run('instance', 'start', instance.uuid, ...where(world))).exitCode).toBe(0);
    expect((await run('instance', 'reboot', '--hard', 'vm', ...where(world))).exitCode).toBe(0);
    const deleted = await run('instance', 'delete', instance.uuid.slice(0, 8), '--json', ...where(world));
    expect(deleted.exitCode).toBe(0);
    const report = JSON.parse(deleted.out);
    expect(report).toMatchObject({
      ended: 'all',
      instances: [{ uuid: instance.uuid, name: 'vm', done: true }],
    });
    const whats = report.instances[0].hops.map(({ what }: { what: string }) => what);
    expect(whats).toContain('compute_terminate_instance ends: Success');
    expect(whats).toContain('deleted');
    expect((await world.get(instance)).deleted).toBe(true);
  });

  it('do what can be done, and tell what is refused', async () => {
    const world = await place('c1');
    await world.running('c1');
    await world.running('c1', { display_name: 'other', vm_state: 'stopped' });
    const { exitCode, out, err } = await run('instance', 'stop', 'other', 'vm', ...where(world));
    expect(exitCode).toBe(5);
    expect(out).toMatch(/vm is stopped after/);
    expect(err).toMatch(/in vm_state stopped\. Cannot stop while the instance is in this state\nRemedy: /);
  });

  it('tell why it failed', async () => {
    const world = await World.open();
    await world.compute('c1', { failures: [{ step: 'powerOff' }] });
    await world.isUp('c1');
    await world.running('c1');
    const { exitCode, out, err } = await run('instance', 'stop', 'vm', ...where(world));
    expect(exitCode).toBe(1);
    expect(out).toContain('fault: The stub was told to fail at powerOff of vm.');
    expect(err).toMatch(/^nova-launch: vm is not stopped after .* s\nRemedy: /);
  });

  it('wait no longer than they may', async () => {
    const world = await World.open();
    await world.compute('c1', { powerDelay: 3600 });
    await world.isUp('c1');
    await world.running('c1');
    const { exitCode, err } = await run('instance', 'stop', 'vm', '--timeout', '0.2', ...where(world));
    expect(exitCode).toBe(75);
    expect(err).toMatch(/vm is not stopped after .* s: the time is over/);
  });

  it('wait no longer for a compute that takes nothing', async () => {
    const world = await World.open();
    await world.isUp('c1');
    await world.instance({ host: 'c1', vm_state: 'active', task_state: null });
    const silent = ['--database', `sqlite:${join(world.directory, 'nova.sqlite')}`];
    const bus = ['--transport-url', `ipc://${join(world.directory, 'bus')}`];
    const { exitCode, err } = await run('instance', 'stop', 'vm', '--timeout', '0.2', ...silent, ...bus);
    expect(exitCode).toBe(75);
    expect(err).toMatch(/Nobody has taken the cast stop_instance of compute.c1 within 0.2 s/);
  });

  it('do not wait where they are not to', async () => {
    const world = await World.open();
    await world.compute('c1', { powerDelay: 3600 });
    await world.isUp('c1');
    await world.running('c1');
    expect((await run('instance', 'stop', 'vm', '--no-wait', ...where(world))).exitCode).toBe(0);
  });

  it('show what has happened to one', async () => {
    const world = await place('c1');
    const instance = await world.running('c1');
    const { out, exitCode } = await run('instance', 'show', 'vm', ...where(world));
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^uuid +[0-9a-f-]{36}\n/);
    expect(out).toContain('\nHolds:\n  c1  1 VCPU, 512 MB and 1 GB\n');
    expect(out).toMatch(
      /\ncreate, req-[0-9a-f-]{36}:\n {2}\S+Z {2}c1 {2}compute__do_build_and_run_instance {2}Success\n/,
    );
    const json = JSON.parse((await run('instance', 'show', instance.uuid, '--json', ...where(world))).out);
    expect(json).toMatchObject({ faults: [], allocations: [{ host: 'c1', VCPU: 1 }], migrations: [] });
    expect(json.actions).toMatchObject([{ action: 'create', events: [{ result: 'Success' }] }]);
  });

  it('know none that is not there, and not which of two', async () => {
    const world = await place('c1');
    await world.running('c1');
    await world.running('c1');
    const none = await run('instance', 'show', 'nope', ...where(world));
    expect(none).toMatchObject({
      exitCode: 5,
      err: expect.stringContaining('Instance nope could not be found'),
    });
    const several = await run('instance', 'stop', 'vm', ...where(world));
    expect(several).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('"vm" is several instances: '),
    });
  });
});

describe('the commands for services', () => {
  it('list them as operators know them', async () => {
    const world = await place('c1');
    const service = await world.database.services.getByHostAndBinary('c1', 'nova-compute');
    const { out, exitCode } = await run('service', 'list', ...where(world));
    expect(exitCode).toBe(0);
    const [head, line] = out.split('\n');
    expect(head).toMatch(/^ID +BINARY +HOST +ZONE +STATUS +STATE +UPDATED AT$/);
    expect(line).toMatch(new RegExp(`^${service!.uuid} +nova-compute +c1 +nova +enabled +up +\\S+$`));
  });

  it('disable and enable them, and force them down', async () => {
    const world = await place('c1');
    const change = (...words: string[]) => run('service', ...words, ...where(world));
    expect(await change('disable', 'c1', '--reason', 'disk full')).toMatchObject({
      exitCode: 0,
      out: 'nova-compute on c1 is disabled: disk full.\n',
    });
    await change('force-down', 'c1');
    const service = await world.database.services.getByHostAndBinary('c1', 'nova-compute');
    const beat = { uuid: service!.uuid, service_id: service!.id, host: 'c1', binary: 'nova-compute' };
    await world.database.workers.beat({ ...beat, worker: 3, pid: 4711 });
    const long = await change('list', '--long');
    expect(long.out).toMatch(/ disabled +down +\S* +disk full +true\n/);
    expect(long.out).toMatch(
      /\nWORKER +BINARY +HOST +PID +GENERATION +STATE +LAST SEEN UP\n3 +nova-compute +c1 +4711 /,
    );
    await change('force-down', 'c1', '--unset');
    expect((await change('enable', 'c1', 'nova-compute')).out).toBe('nova-compute on c1 is enabled.\n');
    const json = JSON.parse((await change('list', '--json')).out);
    expect(json).toMatchObject([{ host: 'c1', state: 'up', status: 'enabled', disabled_reason: null }]);
    expect(await change('enable', 'c9')).toMatchObject({ exitCode: 5 });
  });
});

describe('where nothing runs', () => {
  it('without a database: exit code 3, no database is made, and what to start', async () => {
    const directory = emptyDirectory();
    const database = `sqlite:${join(directory, 'nova.sqlite')}`;
    for (const command of [['boot'], ['instance', 'list'], ['service', 'list']]) {
      const { exitCode, err } = await run(
        ...command,
        '--database',
        database,
        '--transport-url',
        'fake://none',
      );
      expect(exitCode).toBe(3);
      expect(err).toMatch(/there is no database .*nova\.sqlite.*\nRemedy: Start the services: /);
    }
  });

  it('without a conductor: exit code 3, and nothing is asked for', async () => {
    const world = await place('c1');
    const { exitCode, err } = await run('boot', ...where(world));
    expect(exitCode).toBe(3);
    expect(err).toMatch(/no nova-conductor runs on fake:.*\nRemedy: Start the services: /);
    expect(await world.database.buildRequests.list()).toEqual([]);
    await world.running('c1');
    expect((await run('instance', 'migrate', 'vm', ...where(world))).exitCode).toBe(3);
  });

  it('finds both in a definition', async () => {
    const world = await place('c1');
    const [, database, , transportUrl] = where(world);
    const definition = join(emptyDirectory(), 'services.json');
    const services = { 'nova-conductor': { config: { database } }, other: { module: './nothing.js' } };
    writeFileSync(definition, JSON.stringify({ config: { transportUrl, database: 'sqlite:no' }, services }));
    const { exitCode, out } = await run('service', 'list', '--json', '--config', definition);
    expect({ exitCode, hosts: JSON.parse(out).map(({ host }: { host: string }) => host) }).toEqual({
      exitCode: 0,
      hosts: ['c1'],
    });
    expect((await run('boot', '--config', definition)).err).toContain('no nova-conductor runs on fake:');
  });

  it.each([
    [['boot', '--flavor', 'm1.tinny'], /there is no flavor "m1.tinny"\nRemedy: Did you mean m1.tiny\?/],
    [['boot', '--count', '0'], /Expected a whole number from 1 to 9999/],
    [['boot', '--timeout', 'soon'], /Expected a number of seconds above 0/],
    [['boot', ' '], /the name of an instance is empty/],
    [['instance', 'show'], /missing required argument 'instance'/],
    [['instance', 'fly'], /unknown command 'fly'/],
    [['instance', 'lst'], /unknown command 'lst'\n\(Did you mean list\?\)/],
    [
      ['service'],
      /service needs a command of its own\nRemedy: Write one of list, enable, disable, force-down/,
    ],
    [['service', 'list', '--', '--x=1'], /stands after --/],
  ])('refuses %j', async (words, message) => {
    const { exitCode, err } = await run(...words);
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringMatching(message) });
  });

  it('tells what is wrong in the definition', async () => {
    const definition = join(emptyDirectory(), 'services.json');
    writeFileSync(definition, JSON.stringify({ config: { reportInterval: 'often' }, services: {} }));
    const { exitCode, err } = await run('service', 'list', '--config', definition);
    expect({ exitCode, err }).toEqual({
      exitCode: 78,
      err: expect.stringMatching(/reportInterval.*"often"/s),
    });
  });

  it('refuses a database that is none', async () => {
    const { exitCode, err } = await run('service', 'list', '--database', 'mysql://x/y');
    expect({ exitCode, err }).toEqual({ exitCode: 78, err: expect.stringContaining('scheme mysql') });
  });
});

it('a command line that is wrong is told which help to see', async () => {
  expect((await run('boot', '--bogus')).err).toBe(
    "nova-launch: unknown option '--bogus'\nRemedy: See nova-launch boot --help.\n",
  );
  expect((await run('service', 'disable')).err).toMatch(
    /\nRemedy: See nova-launch service disable --help\.\n$/,
  );
  expect((await run('bots')).err).toMatch(/\nRemedy: See nova-launch --help\.\n$/);
});
