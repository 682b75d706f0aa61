import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childrenOf, commandOf, eventually, FIXTURES, gone, launch, Place, type Run } from './harness.js';

/** Nothing outlives a supervisor that was killed: what runs is finished in the graceful time, and all processes end. */

let place: Place;
let run: Run;
let journal: string;

beforeEach(() => {
  place = new Place();
  journal = `${place.path}/journal`;
});

afterEach(() => {
  run.destroy();
  place.remove();
});

function begin(config: object, service: object = {}): Run {
  const definition = {
    module: `${FIXTURES}/journal.js`,
    workers: 2,
    gracefulShutdownTimeout: 2,
    config: { journal, ...config },
    ...service,
  };
  place.write('services.json', { services: { a: definition } });
  run = launch(place, [], { detached: true });
  return run;
}

const noted = (text: string) =>
  existsSync(journal)
    ? readFileSync(journal, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith(` ${text}`))
    : [];
const notes = (text: string, count: number) =>
  eventually(() => noted(text).length >= count, `"${text}" ${count} times in the journal`);

const guardsOf = (pid: number) =>
  childrenOf(pid).filter((child) => /nova-launch-guard/.test(commandOf(child)));

async function guardOf(pid: number): Promise<number> {
  await eventually(() => guardsOf(pid).length === 1, 'the guard');
  return guardsOf(pid)[0]!;
}

/** Kills the supervisor; resolves with the seconds after which no process was left. */
async function orphan(within: number): Promise<number> {
  const all = place.processes;
  expect(all.length).toBeGreaterThan(1);
  const killed = performance.now();
  run.signal('SIGKILL');
  const took = () => (performance.now() - killed) / 1000;
  await gone(all, within);
  // What was forked just before the kill was not among them.
  await eventually(() => place.processes.length === 0, 'the end of all', within - took());
  return took();
}

describe('SIGKILL of the supervisor', () => {
  it('idle workers drain, and end', async () => {
    begin({});
    await run.line('service-ready');
    await orphan(3);
    expect(noted('signal')).toHaveLength(2);
    expect(noted('stopped')).toHaveLength(2);
    expect(noted('stop false')).toEqual([]);
  });

  it('while the workers are being forked: none is left', async () => {
    begin({ startDelay: 100 });
    await eventually(() => run.workers.length > 0, 'the first worker');
    await orphan(6);
  });

  it('while the workers start, and do not end: none is left', async () => {
    begin({ hangAt: 'start' });
    await notes('start', 2);
    await orphan(6);
  });

  it('a stop that takes its time is finished, with all that it prints into the void', async () => {
    begin({ stopDelay: 1000, chatty: true }, { gracefulShutdownTimeout: 10 });
    await run.line('service-ready');
    expect(await orphan(6)).toBeGreaterThan(1);
    expect(noted('talking').length).toBeGreaterThan(10);
    expect(noted('stopped')).toHaveLength(2);
    expect(noted('stop false')).toEqual([]);
  });

  it('in the middle of a stop: the stop goes on, and is called once', async () => {
    begin({ stopDelay: 1000 }, { gracefulShutdownTimeout: 10 });
    await run.line('service-ready');
    run.signal('SIGTERM');
    await notes('stop true', 2);
    await orphan(6);
    expect(noted('stopped')).toHaveLength(2);
    expect(noted('stop true')).toHaveLength(2);
    expect(noted('stop false')).toEqual([]);
  });

  it('L5: a stop() that hangs is cut at the graceful deadline', async () => {
    begin({ hangAt: 'stop' });
    await run.line('service-ready');
    expect(await orphan(7)).toBeGreaterThan(2);
    expect(noted('stop false')).toHaveLength(2);
  });

  it('a worker whose loop is blocked is killed by the guard, after the graceful deadline', async () => {
    begin({ blockAfter: 0, blockFor: 60_000 });
    await notes('blocking', 2);
    expect(await orphan(8)).toBeGreaterThan(2);
    expect(noted('stop true')).toEqual([]);
  });

  it('a worker whose loop is blocked by its stop() is killed, too', async () => {
    begin({ blockAt: 'stop', blockFor: 60_000 });
    await run.line('service-ready');
    await orphan(8);
    expect(noted('blocking')).toHaveLength(2);
  });

  it('a loop that is blocked for less than the graceful time drains then', async () => {
    begin({ blockAfter: 0, blockFor: 1500 }, { gracefulShutdownTimeout: 10 });
    await notes('blocking', 2);
    await orphan(6);
    expect(noted('stopped')).toHaveLength(2);
  });

  it('requests under way are answered', async () => {
    const source = `
      import { appendFileSync } from 'node:fs';
      import Http from '${FIXTURES}/http.js';
      export default class extends Http {
        async start() {
          await super.start();
          this.server.on('request', () => appendFileSync('${journal}', process.pid + ' request\\n'));
        }
      }`;
    place.write('service.mjs', source);
    begin({}, { module: './service.mjs', gracefulShutdownTimeout: 10, schedulingPolicy: 'none' });
    const listening = await run.message(/^listening \d+/);
    await run.line('service-ready');
    const url = `http://127.0.0.1:${listening.msg.split(' ')[1]}/?delay=1500`;
    const answers = Promise.all(Array.from({ length: 8 }, () => fetch(url)));
    await notes('request', 8);
    const ended = orphan(7);
    expect((await answers).map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    await ended;
  });
});

describe('the guard', () => {
  /** The script of the guard that runs, with what it is told. */
  async function guard(told: string) {
    begin({});
    await run.line('service-ready');
    const arguments_ = readFileSync(`/proc/${await guardOf(run.pid)}/cmdline`, 'utf8')
      .split('\0')
      .slice(0, -1);
    const shell = spawn(arguments_[0]!, arguments_.slice(1), {
      cwd: place.path,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    shell.stdin.end(`${told}\n`);
    return new Promise<number | null>((done) => shell.once('exit', done));
  }

  function stranger() {
    const child = spawn('sleep', ['60'], { cwd: place.path, stdio: 'ignore' });
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1');
    return { child, pid: child.pid!, started: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) };
  }

  it('kills who is meant: the same pid with the same start time', async () => {
    const { child, pid, started } = stranger();
    const ended = new Promise((done) => child.once('exit', (_code, signal) => done(signal)));
    expect(await guard(`${pid}:${started}:0`)).toBe(0);
    expect(await ended).toBe('SIGKILL');
  });

  it('does not kill a process that got the pid later', async () => {
    const { child, pid, started } = stranger();
    expect(await guard(`${pid}:${started - 1}:0`)).toBe(0);
    expect(child.exitCode ?? child.signalCode).toBeNull();
    expect(place.processes).toContain(pid);
  });

  it('ends at once with a normal stop', async () => {
    begin({});
    await run.line('service-ready');
    const pid = await guardOf(run.pid);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
    await gone([pid], 1);
  });

  it('is not ended by a signal for its group, or for itself', async () => {
    begin({ stopDelay: 1000 }, { gracefulShutdownTimeout: 10 });
    await run.line('service-ready');
    const pid = await guardOf(run.pid);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.kill(pid, signal);
    run.signalGroup('SIGINT');
    run.signalGroup('SIGTERM');
    await notes('stop true', 2);
    expect(guardsOf(run.pid)).toEqual([pid]);
    expect(await run.exit()).toBe(0);
    expect(noted('stopped')).toHaveLength(2);
    await gone([pid], 1);
  });

  it('that is killed comes back with the next worker, and guards the older ones as well', async () => {
    begin({ blockAfter: 1500, blockFor: 60_000 });
    await run.line('service-ready');
    const pid = await guardOf(run.pid);
    process.kill(pid, 'SIGKILL');
    await eventually(() => !existsSync(`/proc/${pid}`), 'the end of the guard');
    process.kill(run.workers[0]!, 'SIGKILL');
    await run.line('worker-ready', 3);
    expect(await guardOf(run.pid)).not.toBe(pid);
    await notes('blocking', 2);
    await orphan(8);
  });
});
