import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BIN, eventually, gone, Run } from './harness.js';
import { clients, freePort, httpPlace, stop } from './http-place.js';
import { requires } from './requires.js';

/** HttpService under the launcher on sockets that are more than a port: unix sockets, and those of systemd. */

const place = httpPlace();

describe.each(['none', 'rr'])('a unix socket of 2 workers, scheduling policy %s', (schedulingPolicy) => {
  it('has its mode, loses no request in reloads, is replaced when it is stale, and goes at the end', async () => {
    const socketFile = join(place.path, 'web.sock');
    const http = { socketFile, socketMode: '0606' };
    let running = await place.begin(http, { schedulingPolicy });
    expect(statSync(socketFile).mode & 0o777).toBe(0o606);

    // As after a crash: the file stays, and the workers end by themselves.
    const pids = running.workers;
    running.signal('SIGKILL');
    await gone([running.pid, ...pids]);
    expect(existsSync(socketFile)).toBe(true);
    running = await place.begin(http, { schedulingPolicy });
    expect(statSync(socketFile).mode & 0o777).toBe(0o606);

    const load = clients({ socketPath: socketFile }, {}, {}, { keepAlive: true }, { path: '/?ms=20' });
    for (let reload = 1; reload <= 2; reload++) {
      running.signal('SIGHUP');
      await running.line('reload-accepted', reload);
    }
    const seen = () => new Set(load.outcomes.flatMap(({ pids }) => [...pids])).size;
    await eventually(() => seen() > 2 && load.outcomes.every(({ ok }) => ok > 10), 'new workers');
    const outcomes = await load.end();
    expect(outcomes.map(({ lost }) => lost)).toEqual([[], [], [], []]);

    const second = place.run('--name', 'second');
    expect(await second.exit()).toBe(4);
    expect(second.transcript()).toContain(`the unix socket ${socketFile}: another process listens there`);
    const after = clients({ socketPath: socketFile }, {});
    await eventually(() => after.outcomes[0]!.ok > 0, 'an answer');
    await stop(running);
    expect(existsSync(socketFile)).toBe(false);
  });
});

/** Opens sockets, and becomes the command with them as systemd would: from descriptor 3 on, and told by LISTEN_*. */
const ACTIVATE = `
import os, socket, sys
names, opened = [], []
for name, address in (one.split('=') for one in sys.argv[1].split(',')):
    if address.startswith('/'):
        one = socket.socket(socket.AF_UNIX)
        if os.path.exists(address):
            os.unlink(address)
        one.bind(address)
    else:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(('127.0.0.1', int(address)))
    one.listen(128)
    names.append(name)
    opened.append(os.dup2(one.fileno(), 50 + len(opened)))
for number, fd in enumerate(opened):
    os.dup2(fd, 3 + number, inheritable=True)
    os.close(fd)
os.environ.update(LISTEN_FDS=str(len(names)), LISTEN_FDNAMES=':'.join(names), LISTEN_PID=str(os.getpid()))
os.execvp(sys.argv[2], sys.argv[2:])
`;

describe('sockets of systemd', () => {
  beforeEach(requires('python3', 'apt-get install python3'));

  async function activated(sockets: string, http: object, service: object): Promise<Run> {
    place.define(http, service);
    const script = place.write('activate.py', ACTIVATE);
    return place.kept(new Run(['python3', script, sockets, process.execPath, BIN], { cwd: place.path }));
  }

  it('are found by name in one process, also after a reload in place, which refuses no connection', async () => {
    const [port, other] = [await freePort(), await freePort()];
    const running = await activated(`admin=${other},web=${port}`, { systemd: 'web' }, { workers: 1 });
    await running.line('ready');
    const load = clients({ host: '127.0.0.1', port }, {}, {});
    for (let reload = 1; reload <= 2; reload++) {
      running.signal('SIGHUP');
      await running.line('reload-accepted', reload);
    }
    const so_far = load.outcomes.map(({ ok }) => ok);
    await eventually(
      () => load.outcomes.every(({ ok }, i) => ok > so_far[i]! + 10),
      'answers after the reloads',
    );
    expect((await load.end()).map(({ lost }) => lost)).toEqual([[], []]);
    await stop(running);
  });

  it.each(['none', 'rr'])(
    'are shared by workers, TCP and unix ones (scheduling policy %s)',
    async (schedulingPolicy) => {
      const port = await freePort();
      const path = join(place.path, 'systemd.sock');
      for (const [systemd, where] of [
        ['web', { host: '127.0.0.1', port }],
        [1, { socketPath: path }],
      ] as const) {
        const running = await activated(`web=${port},unix=${path}`, { systemd }, { schedulingPolicy });
        await running.line('service-ready');
        const load = clients(where, {}, {}, { keepAlive: true });
        running.signal('SIGHUP');
        await running.line('reload-accepted');
        const seen = () => new Set(load.outcomes.flatMap(({ pids }) => [...pids])).size;
        await eventually(() => seen() > 2 && load.outcomes.every(({ ok }) => ok > 10), 'new workers');
        expect((await load.end()).map(({ lost }) => lost)).toEqual([[], [], []]);
        await stop(running);
      }
    },
  );

  it('are not lost when all workers end at once', async () => {
    const port = await freePort();
    const running = await activated(`web=${port}`, { systemd: 'web' }, { restart: { intensity: 20 } });
    await running.line('service-ready');
    for (let round = 1; round <= 2; round++) {
      for (const pid of running.workers) process.kill(pid, 'SIGKILL');
      await running.line('worker-ready', 2 + 2 * round);
      const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
      expect(answer.status).toBe(200);
    }
    await stop(running);
  });

  it('that are not there refuse the start, and the log says which are', async () => {
    const port = await freePort();
    const running = await activated(`web=${port}`, { systemd: 'api' }, { workers: 1 });
    expect(await running.exit()).toBe(4);
    expect(running.transcript()).toContain(
      'No inherited socket to listen on: there is no socket with the name api; those of systemd are 0 (web).',
    );
  });
});
