import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventLoopSection } from '../../../src/operations/report/sections/event-loop.js';
import { httpServersSection } from '../../../src/operations/report/sections/http-servers.js';
import { memorySection } from '../../../src/operations/report/sections/memory.js';
import { periodicTasksSection } from '../../../src/operations/report/sections/periodic-tasks.js';
import { processesSection } from '../../../src/operations/report/sections/processes.js';
import { resourcesSection } from '../../../src/operations/report/sections/resources.js';
import { threadsSection } from '../../../src/operations/report/sections/threads.js';
import { PeriodicTasks } from '../../../src/service/periodic-tasks.js';
import { enlist } from '../../../src/service/registry.js';
import { ThreadGroup } from '../../../src/service/thread-group.js';
import { recordingLog } from '../../service/helpers.js';
import { settle, VirtualClock } from '../../service/virtual-clock.js';

describe('the section of threads', () => {
  it('tells what each thread waits for, and when each timer runs next', async () => {
    const clock = new VirtualClock();
    const log = recordingLog();
    const group = new ThreadGroup({ name: 'told', capacity: 2, clock, log });
    group.addThread(function poll() {
      return new Promise(() => {});
    });
    group.addThread(async function closer() {
      await group.threads[0]!.wait();
    });
    group.addThread(function queued() {});
    let runs = 0;
    const fails = () => {
      if (++runs === 1) throw new Error('no host');
    };
    group.addTimer(5, fails, { name: 'ping', stopOnException: false, initialDelay: 1 });
    await clock.advance(2);
    const text = threadsSection()
      .split('\n\n')
      .find((part) => part.startsWith('told'));
    expect(text?.split('\n')).toEqual([
      'told: 3 threads of 2, 1 queued',
      '  thread 1  poll    running for 2 s',
      '  thread 2  closer  running for 2 s  waits for poll',
      '  thread 3  queued  queued for 2 s',
      '  timer  ping  fixed interval, every 5 s  next call in 4 s  1 calls  last error: no host',
    ]);
    void group.stop();
  });

  it('tells of some of very many', async () => {
    const group = new ThreadGroup({ name: 'crowd', capacity: Infinity });
    for (let count = 0; count < 250; count++) group.addThread(() => new Promise(() => {}));
    const text = threadsSection()
      .split('\n\n')
      .find((part) => part.startsWith('crowd'));
    expect(text).toMatch(/^crowd: 250 threads of any number/);
    expect(text).toMatch(/\n {2}50 more$/);
    expect(text!.split('\n')).toHaveLength(202);
    void group.stop();
  });
});

it('the section of periodic tasks tells of the last run and of the next', async () => {
  const clock = new VirtualClock();
  const tasks = new PeriodicTasks({ name: 'told', clock, log: recordingLog() });
  tasks.addPeriodicTask(async () => {}, { name: 'sweep', spacing: 10, runImmediately: true });
  tasks.addPeriodicTask(async () => {}, { name: 'rare', spacing: 600 });
  await tasks.runPeriodicTasks({});
  await clock.advance(3);
  await settle();
  const text = periodicTasksSection()
    .split('\n\n')
    .find((part) => part.startsWith('told'));
  expect(text).toMatch(/^told \(not started\)\n/);
  expect(text).toMatch(/\n {2}sweep +every 10 s +last 3 s ago +took 0 s: ok +1 runs, 0 failed +next in 7 s/);
  expect(text).toMatch(/\n {2}rare +every 600 s +never ran +0 runs, 0 failed +next in 597 s/);
});

it('the section of HTTP servers has what each tells of itself', () => {
  const server = { describe: () => ({ name: 'told', address: '127.0.0.1:80' }) };
  enlist('http server', server);
  expect(httpServersSection()).toContain('name: told\naddress: 127.0.0.1:80');
});

describe('the sections of the process', () => {
  let server: Server;
  let socket: Socket;
  let child: ChildProcess;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    socket = connect((server.address() as { port: number }).port, '127.0.0.1');
    child = spawn('sleep', ['60']);
    await Promise.all([once(socket, 'connect'), once(child, 'spawn')]);
  });

  afterEach(() => {
    child.kill('SIGKILL');
    socket.destroy();
    server.close();
  });

  it('tell which servers, connections and children keep it running', () => {
    const { port } = server.address() as { port: number };
    const text = resourcesSection();
    expect(text).toMatch(/^\d+ +TCPServerWrap$/m);
    expect(text).toMatch(new RegExp(`^listens on 127\\.0\\.0\\.1:${port}$`, 'm'));
    expect(text).toMatch(new RegExp(`^connection 127\\.0\\.0\\.1:\\d+ with 127\\.0\\.0\\.1:${port}$`, 'm'));
    expect(text).toMatch(new RegExp(`^child ${child.pid}: sleep$`, 'm'));
  });

  it.runIf(process.platform === 'linux')('tell its parent and its children', async () => {
    const lines = (await processesSection()).split('\n');
    expect(lines[0]).toMatch(new RegExp(`^${process.ppid}  [A-Z]  \\d+\\.\\d MiB  [\\d.]+ s CPU  `));
    expect(lines[1]).toMatch(new RegExp(`^  ${process.pid}  `));
    expect(lines.find((line) => line.includes(` ${child.pid} `))).toMatch(
      new RegExp(`^    ${child.pid}  S  \\d+\\.\\d MiB  [\\d.]+ s CPU  sleep 60$`),
    );
  });

  it('tell its memory and its descriptors', async () => {
    const text = await memorySection();
    expect(text).toMatch(/^Resident +\d+\.\d MiB, so far at most \d+\.\d MiB$/m);
    expect(text).toMatch(/^ {2}old_space +\d+\.\d MiB of \d+\.\d MiB$/m);
    if (process.platform === 'linux') expect(text).toMatch(/^File descriptors +\d+ open, at most \S+$/m);
  });

  it('tell the delay of the event loop', async () => {
    expect(await eventLoopSection()).toMatch(/^Delay just now +mean \d+\.\d ms, longest \d+\.\d ms$/m);
  });
});
