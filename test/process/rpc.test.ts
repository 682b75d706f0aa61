import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { getRpcClient, getRpcServer, getTransport, Target } from '../../src/messaging/index.js';
import { broker } from '../interop/broker.js';
import { needsBroker } from '../interop/needs.js';
import { BIN, eventually, gone, Place, ROOT, Run } from './harness.js';

/** examples/rpc.services.json as it is shipped, and the commands that send requests to it. */

const DEFINITION = join(ROOT, 'examples/rpc.services.json');

let place: Place;
let run: Run | undefined;
/** An empty TRANSPORT_URL is none. */
let env: Record<string, string>;

beforeEach(() => {
  place = new Place();
  env = { XDG_RUNTIME_DIR: place.path, TRANSPORT_URL: '' };
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

async function start(...args: string[]): Promise<Run> {
  run = new Run([process.execPath, BIN, '--config', DEFINITION, ...args], { env });
  await run.until(() => run!.of('service-ready').length + run!.of('ready').length > 0, 'the service');
  return run;
}

function nova(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv, '--config', DEFINITION], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

/** A client of the example in this process. */
function calculator(url = env.TRANSPORT_URL || `ipc://${place.path}/nova-launch/rpc`) {
  const transport = getTransport(url);
  onTestFinished(() => transport.close());
  return getRpcClient(transport, new Target({ topic: 'calculator' }), { timeout: 20 });
}

/** Calls without a pause until told to stop; then how many were answered, and what went wrong. */
function callOn(client: ReturnType<typeof calculator>) {
  let stopped = false;
  let answered = 0;
  const errors: unknown[] = [];
  const caller = async () => {
    while (!stopped) {
      const sum = await client.call({}, 'add', { a: 1, b: 2 }).catch((error) => errors.push(error));
      if (sum === 3) answered++;
    }
  };
  const ended = Promise.all([caller(), caller()]);
  return {
    answered: () => answered,
    stop: async () => {
      stopped = true;
      await ended;
      return errors;
    },
  };
}

async function commandsWork(running: Run, names: RegExp): Promise<void> {
  await running.message(/^Try: npx nova-launch call calculator add '\{"a": 1, "b": 2\}'/);
  expect(nova('call', 'calculator', 'add', '{"a": 1, "b": 2}')).toEqual({
    status: 0,
    stdout: '3\n',
    stderr: '',
  });
  expect(nova('call', 'calculator', 'divide', '{"a": 1, "b": 0}')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'calculator.DivisionByZero: 1 cannot be divided by zero\n',
  });

  const cast = nova('cast', 'calculator', 'note', '{"text": "to all"}', '--fanout');
  expect(cast).toEqual({ status: 0, stdout: '', stderr: '' });
  const noted = [await running.message(/^Noted: to all$/, 1), await running.message(/^Noted: to all$/, 2)];
  expect(noted.map(({ worker }) => worker).sort()).toEqual([0, 1]);

  const late = nova('call', 'calculator', 'slow', '{"seconds": 5}', '--timeout', '0.3');
  expect(late).toMatchObject({ status: 75, stdout: '' });
  expect(late.stderr).toMatch(
    /no reply to slow of calculator within 0.3 s; 2 servers serve the topic calculator/,
  );
  expect(late.stderr).toMatch(names);
  const none = nova('call', 'nobody', 'x', '--mandatory');
  expect(none).toMatchObject({
    status: 75,
    stderr: expect.stringContaining('nobody serves the topic nobody'),
  });
}

async function loseNothing(running: Run): Promise<void> {
  const client = calculator();
  const calls = callOn(client);
  await eventually(() => calls.answered() > 10, 'answers');
  const slow = client.call({}, 'slow', { seconds: 1.5 });
  const before = running.workers;
  running.signal('SIGHUP');
  await running.line('reload-accepted');
  expect(await slow).toMatch(/^1.5 s, by pid \d+$/);
  await gone(before);
  const until = calls.answered() + 10;
  await eventually(() => calls.answered() > until, 'answers of the new workers');
  expect(await calls.stop()).toEqual([]);

  const last = client.call({}, 'slow', { seconds: 1.6 });
  await running.message(/^Working for 1.6 s/);
  const workers = running.workers;
  running.signal('SIGTERM');
  expect(await last).toMatch(/^1.6 s/);
  expect(await running.exit()).toBe(0);
  await gone(workers);
}

describe('on ipc://', () => {
  it('answers call and cast', async () => {
    const running = await start();
    const [first, second] = running.workers;
    await commandsWork(running, new RegExp(`: \\S+ \\(pid ${first}\\), \\S+ \\(pid ${second}\\)\n`));
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
    expect(running.stderr).toBe('');
  });

  it('a reload and a stop lose no call', async () => {
    const running = await start();
    await loseNothing(running);
    expect(running.lines.filter(({ level }) => level > 30)).toEqual([]);
  });

  it('in one process it reloads in place', async () => {
    const running = await start('--workers', '1');
    const client = calculator();
    const slow = client.call({}, 'slow', { seconds: 0.5 });
    expect(await client.call({}, 'add', { a: 1, b: 2 })).toBe(3);
    running.signal('SIGHUP');
    await running.line('reload-accepted');
    expect(await slow).toBe(`0.5 s, by pid ${running.pid}`);
    expect(await client.call({}, 'add', { a: 1, b: 2 })).toBe(3);
    expect(running.lines.filter(({ msg }) => /^Serves calculator as /.test(msg))).toHaveLength(2);
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
  });
});

describe('on RabbitMQ', () => {
  beforeEach(needsBroker);

  it('answers call and cast; a reload and a stop lose no call', async () => {
    const { url, remove } = await virtualHost();
    onTestFinished(remove);
    env.TRANSPORT_URL = url;
    const running = await start();
    await commandsWork(running, /calculator\n/);
    await loseNothing(running);
  });
});

async function virtualHost() {
  const node = await broker();
  const name = await node.vhost();
  return { url: node.url(name), remove: () => node.removeVhost(name) };
}

it('Ctrl-C ends a call with 130, and tells nothing but that', async () => {
  const url = `ipc://${place.path}/rpc`;
  // It warns that the caller is gone.
  const silent = { debug() {}, info() {}, warn() {}, error() {} } as never;
  const transport = getTransport(url, { log: silent });
  onTestFinished(() => transport.close());
  let begin!: () => void;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let finish!: () => void;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const hang = () => {
    begin();
    return finished;
  };
  const server = getRpcServer(transport, new Target({ topic: 'here', server: 'me' }), [{ hang }]);
  await server.start();
  run = new Run([process.execPath, BIN, 'call', 'here', 'hang', '--transport-url', url], { env });
  await begun;
  run.signal('SIGINT');
  expect(await run.exit()).toBe(130);
  expect(run.stderr).toBe('nova-launch: interrupted; whether hang of here has run is unknown\n');
  expect(run.raw).toEqual([]);
  finish();
  await server.stop();
  await server.wait();
});
