import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, Place, Run } from './harness.js';
import { requires } from './requires.js';

/** No process comes of a fork: it is tried again with back-off, and the supervisor answers meanwhile. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

const PROGRAM = [process.execPath, join(FIXTURES, 'exhaust.mjs')];

/** Pids that node:cluster knows of; undefined for an entry without a process. */
async function held(): Promise<(number | null)[]> {
  const count = run.raw.filter((line) => line.startsWith('holds')).length;
  run.signal('SIGWINCH');
  await run.until(() => run.raw.filter((line) => line.startsWith('holds')).length > count, 'the entries');
  return JSON.parse(run.raw.findLast((line) => line.startsWith('holds'))!.slice('holds '.length));
}

/** A worker dies, and cannot be replaced. */
async function lose(code: string): Promise<void> {
  const [victim, other] = run.workers;
  process.kill(victim!, 'SIGKILL');
  await run.line('fork-failed', 3);
  const failed = run.of('fork-failed');
  for (const line of failed) expect(line).toMatchObject({ reason: code, service: 'a', level: 50 });
  const pauses = failed.map(({ retryIn }) => Number(retryIn));
  expect(pauses[0]).toBeGreaterThan(0);
  expect(pauses[2]).toBeGreaterThan(pauses[0]!);
  expect(run.of('worker-crashed')).toHaveLength(1);
  expect(await held()).toEqual([other]);
}

async function recover(): Promise<void> {
  await run.line('worker-ready', 3);
  expect(run.workers).toHaveLength(2);
  expect((await held()).sort((a, b) => Number(a) - Number(b))).toEqual(run.workers);
  expect(run.of('service-failed')).toEqual([]);
}

async function stop(): Promise<void> {
  const began = performance.now();
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect((performance.now() - began) / 1000).toBeLessThan(3);
  expect(run.raw).toContain('launcher has ended');
}

describe('EMFILE: the supervisor has no file descriptor left', () => {
  beforeEach(async () => {
    run = new Run(['sh', '-c', 'ulimit -n 128; exec "$0" "$1"', ...PROGRAM], { cwd: place.path });
    await run.line('service-ready');
    run.signal('SIGUSR2');
    await run.until(() => run.raw.some((line) => line.startsWith('exhausted: EMFILE')), 'the exhaustion');
  });

  it('it backs off, and recovers when there are some again', async () => {
    await lose('EMFILE');
    run.signal('SIGUSR2');
    await recover();
    await stop();
  });

  it('it still answers SIGTERM', async () => {
    await lose('EMFILE');
    await stop();
  });

  it('it refuses a reload, and the next one goes through', async () => {
    const before = run.workers;
    run.signal('SIGHUP');
    const refused = await run.line('reload-refused');
    expect(refused.msg).toContain('EMFILE');
    expect(run.workers).toEqual(before);
    expect(await held()).toEqual(before);
    run.signal('SIGUSR2');
    await run.until(() => run.raw.includes('released'), 'the release');
    run.signal('SIGHUP');
    await run.line('reload-accepted');
    await run.line('worker-gone', 2);
    expect(run.workers).toHaveLength(2);
    await stop();
  });
});

describe('EAGAIN: the user has too many processes', () => {
  // The limit does not hold for root, so the supervisor gets a user of its own; who may change the limit.
  const asUser = process.getuid!() === 0 ? ['setpriv', '--reuid=61234', '--clear-groups'] : [];
  const limit = (processes: string) => {
    const [program, ...args] = [...asUser, 'prlimit', '--pid', String(run.pid), `--nproc=${processes}:`];
    execFileSync(program!, args);
  };

  beforeEach(async (context) => {
    requires('prlimit', 'apt-get install util-linux')(context);
    if (asUser.length > 0) requires('setpriv', 'apt-get install util-linux')(context);
    chmodSync(place.path, 0o755);
    run = new Run([...asUser, ...PROGRAM], { cwd: place.path });
    await run.line('service-ready');
    limit('1');
  });

  it('it backs off, and recovers when there may be more again', async () => {
    await lose('EAGAIN');
    limit('4000');
    await recover();
    await stop();
  });

  it('it still answers SIGTERM', async () => {
    await lose('EAGAIN');
    await stop();
  });
});
