import { readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually, FIXTURES, launch, Place, type Run } from './harness.js';
import { load, losses } from './load.js';

let place: Place;
let run: Run | undefined;
let url: string;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

async function begin(service: object = {}, config: object = {}): Promise<Run> {
  place = new Place();
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  const definition = {
    module: `${FIXTURES}/http.js`,
    workers: 4,
    gracefulShutdownTimeout: 20,
    reload: { stableFor: 0.2 },
    config: { port, ...config },
    ...service,
  };
  place.write('services.json', { services: { web: definition } });
  run = launch(place);
  await run.line('service-ready');
  return run;
}

afterEach(() => {
  run?.destroy();
  place?.remove();
});

const none = { refused: 0, reset: 0, hung: 0, wrong: 0, other: [] };

describe.each(['none', 'rr'] as const)('schedulingPolicy %s', (schedulingPolicy) => {
  it.each([true, false])('5 rolling reloads lose no request (keep-alive: %s)', async (keepAlive) => {
    const running = await begin({ schedulingPolicy }, { delay: 10 });
    const clients = load(url, { keepAlive });
    for (let reload = 1; reload <= 5; reload++) {
      running.signal('SIGHUP');
      await running.line('reload-accepted', reload);
    }
    await eventually(() => clients.tally.ok > 1000, 'a thousand answers');
    const tally = await clients.stop();
    console.log(
      `${schedulingPolicy}, keep-alive ${keepAlive}: ${tally.ok} answers of ${tally.pids.size} processes`,
    );
    expect(losses(tally)).toEqual(none);
    expect(tally.ok).toBeGreaterThan(1000);
    expect(tally.pids.size).toBeGreaterThan(4);
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
  });

  it('a stop under load answers what it has accepted', async () => {
    const running = await begin({ schedulingPolicy }, { delay: 300 });
    const slow = load(url, { clients: 20 });
    await eventually(() => slow.tally.ok >= 20, 'the first answers');
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
    const { reset, hung, wrong, other } = await slow.stop();
    expect({ reset, hung, wrong, other }).toEqual({ reset: 0, hung: 0, wrong: 0, other: [] });
  });
});

describe('SIGKILL under load', () => {
  it('20 workers killed: only what they were answering is lost, nobody hangs, no descriptor leaks', async () => {
    const running = await begin({ restart: { intensity: 100 } }, { delay: 10 });
    const before = sockets(running.pid);
    const clients = load(url);
    for (let kill = 1; kill <= 20; kill++) {
      const victims = running.workers;
      process.kill(victims[kill % victims.length]!, 'SIGKILL');
      await running.line('worker-ready', 4 + kill);
    }
    const tally = await clients.stop();
    console.log(
      `20 kills: ${tally.ok} answers, ${tally.reset} resets, ${tally.refused} refused, ${tally.hung} hung`,
    );
    expect(tally.hung).toBe(0);
    expect(tally.refused).toBe(0);
    expect(tally.reset).toBeLessThanOrEqual(20 * 8);
    expect(running.workers).toHaveLength(4);
    await eventually(
      () => sockets(running.pid) <= before,
      `${before} sockets in the primary, not ${sockets(running.pid)}`,
    );
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
  });
});

/** Open sockets of a process. */
function sockets(pid: number): number {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return '';
    }
  });
  return links.filter((link) => link.startsWith('socket:')).length;
}
