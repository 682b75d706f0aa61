import { cpSync, lstatSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Status } from '../../src/operations/control/status.js';
import { nova, piped } from './control-harness.js';
import { eventually, FIXTURES, gone, launch, Place, ROOT, Run } from './harness.js';
import { requires } from './requires.js';

/** Every command that asks a supervisor, through pipes. */

let place: Place;
let run: Run;

beforeEach(async () => {
  place = new Place();
  write();
  run = launch(place);
  await run.line('worker-ready', 3);
});

afterEach(() => {
  run.destroy();
  place.remove();
});

function write(more: object = {}): void {
  const service = { module: `${FIXTURES}/worker.js`, reload: { stableFor: 0.1 }, readyTimeout: 5 };
  place.write('services.json', {
    services: { api: { ...service, workers: 2, ...more }, mailer: { ...service, after: ['api'] } },
  });
}

const status = async (): Promise<Status> => JSON.parse((await nova(place, 'status', '--json')).stdout);

it('status: a table for people without colours, JSON for programs', async () => {
  const shown = await nova(place, 'status');
  expect(shown).toMatchObject({ status: 0, stderr: '' });
  expect(shown.stdout).not.toContain('\x1b');
  const [pid] = run.workers;
  for (const text of [`pid ${run.pid}`, '2/2', '1/1', String(pid), 'api', 'mailer', 'MiB'])
    expect(shown.stdout).toContain(text);
  const known = await status();
  expect(known).toMatchObject({ pid: run.pid, launcher: 'ProcessLauncher', state: 'running', ready: true });
  const workers = known.services.flatMap((service) => service.workers);
  expect(workers.map((worker) => worker.pid).sort()).toEqual(run.workers.sort());
  for (const { figures } of workers) {
    expect(figures!.memory).toBeGreaterThan(2 ** 20);
    expect(figures!.eventLoop.delay).toBeLessThan(1);
  }
});

it('reload --wait: tells what happens, and ends with 0, or with 5 and the reason', async () => {
  const good = await nova(place, 'reload', 'api', '--wait');
  expect(good).toMatchObject({ status: 0, stderr: '' });
  expect(good.stdout).toMatch(/\[0\/2\] Worker 0 of api is ready/);
  expect(good.stdout).toMatch(/Reload done: generation 2 serves\.\n/);
  expect((await status()).services.map(({ generation }) => generation)).toEqual([2, 1]);

  write({ config: { throwAt: 'start' } });
  const bad = await nova(place, 'reload', '--wait');
  expect(bad.status).toBe(5);
  expect(bad.stderr).toMatch(/the reload was refused: .*start failed on purpose/);
  expect(bad.stderr).toMatch(/Remedy: The old workers still serve/);
  // What serves, what was refused, and no worker that had failed before one that has not.
  const shown = (await nova(place, 'status')).stdout;
  expect(shown.split('\n')[0]).toMatch(/ {2}generation 2 {2}/);
  expect(shown).toMatch(/^Generation 3 was refused .* ago: .*start failed on purpose/m);
  expect(shown).not.toContain('the one before');
  expect(shown).toMatch(/one of generation 3 that was to take its place failed to start: .*on purpose/);
  expect(await status()).toMatchObject({
    generation: 2,
    verdict: { generation: 3, outcome: 'refused', reason: expect.stringContaining('on purpose') },
  });
  place.write('services.json', '{');
  expect((await nova(place, 'reload', '--wait', '--json')).stdout).toMatch(/"outcome":"refused"/);

  // It does not read the definition.
  const restart = await nova(place, 'restart', '--wait');
  expect(restart).toMatchObject({ status: 0, stderr: '' });
  expect((await status()).services.map(({ generation }) => generation)).toEqual([5, 5]);
  expect((await nova(place, 'restart')).stdout).toBe('Restart of all services has begun, as generation 6.\n');
});

it('two that reload at the same time both learn what became of theirs', async () => {
  const both = await Promise.all([nova(place, 'reload', '--wait'), nova(place, 'reload', '--wait')]);
  expect(both.map(({ status }) => status)).toEqual([0, 0]);
  expect((await status()).generation).toBe(3);
});

it('scale, stop and start of a service; orders that make no sense', async () => {
  expect((await nova(place, 'scale', 'api', '3')).stdout).toBe('Service api is to have 3 workers now.\n');
  await run.line('worker-ready', 4);
  expect((await nova(place, 'scale', 'api', '3')).stdout).toMatch(/3/);
  expect(await nova(place, 'scale', 'api', '0')).toMatchObject({
    status: 5,
    stderr: expect.stringContaining('it needs one'),
  });
  expect(await nova(place, 'scale', 'apo', '1')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Did you mean api?'),
  });
  expect(await nova(place, 'scale', 'api', 'many')).toMatchObject({ status: 2 });

  expect((await nova(place, 'stop', 'api')).stdout).toMatch(/Service api is stopped/);
  await run.line('worker-gone', 3);
  expect((await nova(place, 'stop', 'api')).stdout).toBe('Service api is stopped already.\n');
  const [api] = (await status()).services;
  expect(api).toMatchObject({ state: 'resting', ready: 0, wanted: 3 });
  expect((await nova(place, 'start', 'api')).stdout).toMatch(/Service api is started again with 3 workers/);
  await run.line('worker-ready', 7);
  expect((await nova(place, 'start', 'api')).stdout).toBe('Service api runs already.\n');
});

it('events, logs and the report; events that come', async () => {
  const events = await nova(place, 'events', '--service', 'api', '--json');
  const ids = events.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id);
  expect(ids.sort()).toEqual(['service-ready', 'worker-ready', 'worker-ready']);
  expect((await nova(place, 'events', '--last', '1')).stdout).toMatch(
    /^\d\d:\d\d:\d\d {2}(service|worker)-ready +[SW]/,
  );
  const logs = (await nova(place, 'logs', '--service', 'mailer')).stdout.trim().split('\n');
  expect(logs.map((line) => JSON.parse(line).msg)).toEqual(expect.arrayContaining(['construct ', 'started']));

  const report = await nova(place, 'report');
  expect(report).toMatchObject({ status: 0, stderr: '' });
  for (const text of ['api#0', 'api#1', 'mailer#0']) expect(report.stdout).toContain(text);

  // The reader has seen enough, and the command ends.
  const command = `"$0" "$1" events --follow --last 0 | { read -r line; echo "got $line"; }; echo "\${PIPESTATUS[*]}"`;
  const followed = piped(place, ['bash', '-c', command, process.execPath, run.child.spawnargs[1]!]);
  let ended = false;
  void followed.then(() => {
    ended = true;
  });
  // With every event it may find that nobody reads any more.
  for (let workers = 3; !ended; workers = 5 - workers) await nova(place, 'scale', 'api', String(workers));
  expect((await followed).stdout).toMatch(/got \d\d:\d\d:\d\d {2}\S+ .*\n0 0\n/);
});

it('a worker that is stuck is shown as that, and holds up nobody for long', async () => {
  write({ config: { blockAfter: 300, blockFor: 8000 } });
  run.signal('SIGHUP');
  await run.message(/^blocking$/);
  const began = performance.now();
  const shown = await nova(place, 'status');
  expect((performance.now() - began) / 1000).toBeLessThan(6);
  expect(shown.stdout).toMatch(/stuck/);
  expect(shown.stdout).toMatch(/it does not answer; the kernel says: it runs, so its own code is busy/);
});

it('stop: prints what happens, and comes back when all has gone; nothing runs is 3', async () => {
  const all = [run.pid, ...run.workers];
  expect(await nova(place, 'stop')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Stopping 3 workers\.\n/),
    stderr: '',
  });
  await gone(all, 0.1);
  expect(await run.exit()).toBe(0);
  for (const command of ['status', 'reload', 'stop', 'events', 'report'])
    expect(await nova(place, command)).toMatchObject({ status: 3, stdout: '' });
});

it('a second supervisor is refused with the pid of the first, before it forks; what a killed one left is taken over', async () => {
  const second = await nova(place);
  expect(second).toMatchObject({ status: 2, stdout: '' });
  expect(second.stderr).toContain(`another supervisor runs this already: pid ${run.pid}`);
  const other = launch(place, ['--name', 'other']);
  await other.line('service-ready');
  expect((await nova(place, 'status', '--name', 'other')).stdout).toContain(`pid ${other.pid}`);
  expect((await nova(place, 'status', '--name', 'gone')).stderr).toMatch(/There run: .*other/);
  other.destroy();
  const { name } = await status();
  const path = `${process.env.XDG_RUNTIME_DIR}/nova-launch/${name}.sock`;
  expect(lstatSync(path).mode & 0o777).toBe(0o600);
  run.signal('SIGKILL');
  await run.exit();
  expect(lstatSync(path).isSocket()).toBe(true);
  const dead = await nova(place, 'status');
  expect(dead).toMatchObject({ status: 3, stderr: expect.stringContaining('no supervisor listens') });
  // What is left of it is no reason to look for it by its name.
  expect(dead.stderr.split('\n')[1]).not.toContain(name);
  run = launch(place);
  await run.line('service-ready');
  expect((await status()).pid).toBe(run.pid);
});

it('curl asks, too: as docs/control.md says', async (context) => {
  requires('curl', 'apt-get install curl')(context);
  const { name } = await status();
  const socket = `${process.env.XDG_RUNTIME_DIR}/nova-launch/${name}.sock`;
  const document = readFileSync(join(ROOT, 'docs/control.md'), 'utf8');
  const commands = [...document.matchAll(/^\$ (curl .*"\$SOCKET".*)$/gm)].map(
    ({ 1: command = '' }) => command,
  );
  const outputs: string[] = [];
  for (const command of commands) {
    // What follows goes on until it is interrupted.
    const script = command.replace('curl', command.includes('follow') ? 'curl -s --max-time 2' : 'curl -s');
    outputs.push((await piped(place, ['env', `SOCKET=${socket}`, 'sh', '-c', script])).stdout);
  }
  expect(outputs).toEqual([
    expect.stringContaining('is to have 3 workers now'),
    expect.stringMatching(/"id":"outcome","generation":2,"outcome":"accepted"}\n$/),
    expect.stringContaining('"id":"reload-accepted"'),
    expect.stringContaining('"ready": true'),
  ]);
});

it('code that is not there, as while the package is replaced, is an error in the log, and the next is answered', async () => {
  const copy = join(place.path, 'copy');
  for (const name of ['dist', 'bin', 'package.json'])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const other = new Run([process.execPath, join(copy, 'bin/nova-launch.js'), '--name', 'copy'], {
    cwd: place.path,
  });
  try {
    await other.line('service-ready');
    const code = join(copy, 'dist/launcher/control-code.js');
    renameSync(code, `${code}.away`);
    await nova(place, 'status', '--name', 'copy');
    await other.line('control-failed');
    renameSync(`${code}.away`, code);
    expect(await nova(place, 'scale', 'api', '1', '--name', 'copy')).toMatchObject({ status: 0 });
    other.signal('SIGTERM');
    expect(await other.exit()).toBe(0);
  } finally {
    other.destroy();
  }
});

it('stop SERVICE for all of them: the launcher stays, until they are started again', async () => {
  for (const service of ['api', 'mailer'])
    expect(await nova(place, 'stop', service)).toMatchObject({ status: 0 });
  await eventually(() => run.workers.length === 0, 'the end of all workers');
  // Nothing else keeps it running; it would be gone by the time of the next command.
  expect(await nova(place, 'status')).toMatchObject({ status: 0, stdout: expect.stringMatching(/resting/) });
  expect(await nova(place, 'start', 'api')).toMatchObject({ status: 0 });
  await eventually(() => run.workers.length === 2, 'the workers of api');
  expect(await nova(place, 'stop')).toMatchObject({ status: 0 });
  expect(await run.exit()).toBe(0);
});

it('who waits when the supervisor is killed is told that it has ended, and not that it does not answer', async () => {
  write({ reload: { stableFor: 60 } });
  const waiting = ['reload --wait', 'events --follow'].map((words) => nova(place, ...words.split(' ')));
  await run.line('reload-started');
  // Of the new generation, which is not stable for long.
  await run.message(/^Worker 0 of api is ready/, 2);
  run.signal('SIGKILL');
  await run.exit();
  for (const { status, stderr } of await Promise.all(waiting)) {
    expect(status).toBe(3);
    expect(stderr).toMatch(/has ended\nRemedy: See its log\.|: no supervisor listens/);
  }
  expect((await waiting[0]!).stderr).toContain('has ended');
});
