import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, gone, Place, ROOT, Run } from './harness.js';

/** services.example.json and examples/nova-census.services.json as they are shipped. */

let place: Place;
const runs: Run[] = [];

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  for (const run of runs.splice(0)) run.destroy();
  place.remove();
});

const definition = (name: string) => ['--config', join(ROOT, name)];
const env = () => ({
  TRANSPORT_URL: `ipc://${place.path}/rpc`,
  DATABASE: `sqlite:${place.path}/nova.sqlite`,
});

function start(name: string): Run {
  const run = new Run([process.execPath, BIN, ...definition(name)], { cwd: place.path, env: env() });
  runs.push(run);
  return run;
}

function call(name: string, ...args: string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [BIN, 'call', ...args, ...definition(name)], {
    env: { ...process.env, ...env() },
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

async function stop(run: Run): Promise<void> {
  const { workers } = run;
  run.signal('SIGTERM');
  expect(await run.exit(60)).toBe(0);
  await gone(workers);
  expect(run.lines.filter(({ level }) => level > 30).map(({ msg }) => msg)).toEqual([]);
  expect(run.stderr).toBe('');
}

/** The code block of docs/nova.md that has this text. */
function block(text: string): string {
  const document = readFileSync(join(ROOT, 'docs/nova.md'), 'utf8');
  return [...document.matchAll(/^```js\n([\s\S]*?)^```/gm)].find(([, code]) => code!.includes(text))![1]!;
}

/** A directory of a package that has nova-launch. */
function asPackage(): void {
  mkdirSync(join(place.path, 'node_modules'));
  symlinkSync(ROOT, join(place.path, 'node_modules/nova-launch'));
  place.write('package.json', { type: 'module' });
}

function callIn(...args: string[]): unknown {
  const way = ['--exchange', 'nova', '--transport-url', env().TRANSPORT_URL];
  const { stdout, stderr } = spawnSync(process.execPath, [BIN, 'call', ...args, ...way], {
    cwd: place.path,
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

it("docs/nova.md: a service of one's own", async () => {
  asPackage();
  place.write('greeter.js', block('class GreeterManager'));
  const config = { transportUrl: env().TRANSPORT_URL, host: 'h1' };
  place.write('services.json', {
    config,
    services: { 'nova-greeter': { module: './greeter.js', workers: 2 } },
  });
  const run = new Run([process.execPath, BIN], { cwd: place.path });
  runs.push(run);
  await run.line('service-ready');
  expect(callIn('greeter', 'greet', '{"name": "Ada"}')).toBe('Good day, Ada, says h1 to nobody.');
  await stop(run);
});

it('docs/nova.md: a program', async () => {
  asPackage();
  place.write('clock.js', block('class ClockManager'));
  const run = new Run([process.execPath, 'clock.js'], { cwd: place.path, env: env() });
  runs.push(run);
  await run.line('service-ready');
  expect(Date.parse(callIn('clock', 'what_time_is_it') as string)).toBeGreaterThan(Date.now() - 60_000);
  await stop(run);
});

it('the chain starts, answers, and has a service beside it that knows what it does', async () => {
  const chain = start('services.example.json');
  const ready = await Promise.all([1, 2, 3, 4].map((count) => chain.line('service-ready', count)));
  expect(ready.map(({ service }) => service).sort()).toEqual([
    'compute-1',
    'compute-2',
    'nova-conductor',
    'nova-scheduler',
  ]);
  expect(chain.workers).toHaveLength(7);
  const ping = (topic: string, ...more: string[]) =>
    call('services.example.json', topic, 'ping', '{"arg": 1}', '--namespace', 'baseapi', ...more);
  expect(ping('conductor')).toEqual({ service: 'conductor', arg: 1 });
  expect(ping('scheduler')).toEqual({ service: 'scheduler', arg: 1 });
  for (const host of ['compute-1', 'compute-2'])
    expect(ping('compute', '--server', host)).toEqual({ service: 'compute', arg: 1 });

  const census = start('examples/nova-census.services.json');
  await census.message(/^Try: npx nova-launch call census count_instances/);
  await census.line('service-ready');
  const counted = call('examples/nova-census.services.json', 'census', 'count_instances', '{}');
  expect(counted).toEqual({ total: 0, by_host: {}, by_state: {} });
  await stop(census);
  await stop(chain);
});
