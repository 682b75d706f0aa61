import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BIN, eventually, FIXTURES, ROOT } from './harness.js';
import { clients, freePort, httpPlace, listening, portOf, stop, WEB } from './http-place.js';

/** HttpService under the launcher: reloads of certificates, and addresses that cannot be had. */

const place = httpPlace();

describe('a reload of certificates under load', () => {
  const put = (cert: string, key = cert) => {
    copyFileSync(`${FIXTURES}/tls/${cert}cert.pem`, join(place.path, 'cert.pem'));
    copyFileSync(`${FIXTURES}/tls/${key}key.pem`, join(place.path, 'key.pem'));
  };
  const tls = { certFile: './cert.pem', keyFile: './key.pem' };
  const kept = { secure: true, keepAlive: true };
  const fresh = { secure: true };

  it('with mutate fails no request and closes no connection; a wrong pair changes nothing', async () => {
    put('');
    const running = await place.begin({ host: '127.0.0.1', port: 0, tls }, { restartMethod: 'mutate' });
    const port = await portOf(running);
    const load = clients({ host: '127.0.0.1', port }, kept, { ...kept, path: '/?ms=20' }, fresh, fresh);
    const [, , one, other] = load.outcomes;
    await eventually(() => load.outcomes.every(({ ok }) => ok > 10), 'the first answers');
    for (const [round, pair] of ['second-', '', 'second-'].entries()) {
      put(pair);
      running.signal('SIGHUP');
      await running.message(/^Read the certificate again/, 2 * (round + 1));
      one!.subjects.clear();
      const subject = pair ? 'second.test' : 'localhost';
      await eventually(() => one!.subjects.has(subject), `the certificate of ${subject}`);
    }
    put('', 'second-');
    running.signal('SIGHUP');
    const refused = await running.message(/^The new config was not taken up: .*TLS: the private key in/, 2);
    expect(refused).toMatchObject({ level: 50, err: { code: 'NL_TLS' } });
    other!.subjects.clear();
    await eventually(() => other!.subjects.has('second.test'), 'the last good certificate');
    const outcomes = await load.end();
    expect(outcomes.map(({ lost }) => lost)).toEqual([[], [], [], []]);
    expect(outcomes.slice(0, 2).map(({ sockets }) => sockets.size)).toEqual([1, 1]);
    expect([...outcomes[0]!.subjects]).toEqual(['localhost']);
    expect(new Set(outcomes.flatMap(({ pids }) => [...pids])).size).toBeLessThanOrEqual(2);
    await stop(running);
  });

  it.each(['none', 'rr'])(
    'with new workers fails no request; a wrong pair refuses it (scheduling policy %s)',
    async (schedulingPolicy) => {
      put('');
      const running = await place.begin(
        { host: '127.0.0.1', port: await freePort(), tls },
        { schedulingPolicy },
      );
      const port = await portOf(running);
      const load = clients({ host: '127.0.0.1', port }, kept, { ...kept, path: '/?ms=20' }, fresh, fresh);
      await eventually(() => load.outcomes.every(({ ok }) => ok > 10), 'the first answers');
      for (const [round, pair] of ['second-', ''].entries()) {
        put(pair);
        running.signal('SIGHUP');
        await running.line('reload-accepted', round + 1);
        for (const { subjects } of load.outcomes) subjects.clear();
        const subject = pair ? 'second.test' : 'localhost';
        await eventually(() => load.outcomes.every(({ subjects }) => subjects.has(subject)), subject);
      }
      put('', 'second-');
      running.signal('SIGHUP');
      expect((await running.line('reload-refused')).msg).toContain('TLS: the private key in');
      const outcomes = await load.end();
      expect(outcomes.map(({ lost }) => lost)).toEqual([[], [], [], []]);
      await stop(running);
    },
  );
});

it.each(['none', 'rr'])(
  'with maxConnections workers close what is above at once (scheduling policy %s)',
  async (schedulingPolicy) => {
    const port = await freePort();
    const running = await place.begin({ host: '127.0.0.1', port, maxConnections: 1 }, { schedulingPolicy });
    const states = await Promise.all(
      Array.from({ length: 8 }, () => {
        const socket = connect(port, '127.0.0.1').on('error', () => {});
        onTestFinished(() => void socket.destroy());
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        return new Promise((resolve) => {
          socket.once('data', () => resolve('answered')).once('close', () => resolve('closed'));
        });
      }),
    );
    // Which of the workers gets one is not known.
    expect(states.filter((state) => state === 'answered').length).toBeLessThanOrEqual(2);
    expect(states.filter((state) => state === 'closed').length).toBeGreaterThanOrEqual(6);
    await stop(running);
  },
  20_000,
);

describe('an address that somebody has', () => {
  it.each([1, 2])('ends the launcher with 4, and the log says which (%i workers)', async (workers) => {
    const { port } = await listening();
    place.define(
      { host: '127.0.0.1', port },
      { workers, restart: { intensity: 1, backoff: { initial: 0.1, max: 0.1 } } },
    );
    const run = place.run();
    expect(await run.exit()).toBe(4);
    const told = run.lines.find(({ err }) => (err as { code?: string })?.code === 'NL_ADDRESS');
    expect(told?.msg).toContain(
      `Cannot listen on 127.0.0.1:${port}: another process listens there (EADDRINUSE).`,
    );
    expect(told).toMatchObject({ code: 'NL_ADDRESS', remedy: expect.stringContaining('Free the address') });
  });

  it('refuses a reload, and the old workers serve on', async () => {
    const port = await freePort();
    const running = await place.begin({ host: '127.0.0.1', port });
    const taken = await listening();
    place.define({ host: '127.0.0.1', port: taken.port });
    running.signal('SIGHUP');
    const refused = await running.line('reload-refused');
    expect(refused.msg).toContain(`Cannot listen on 127.0.0.1:${taken.port}: another process listens there`);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    await taken.close();
    running.signal('SIGHUP');
    await running.line('reload-accepted');
    expect((await fetch(`http://127.0.0.1:${taken.port}/`)).status).toBe(200);
    await stop(running);
  });

  it('that is wrong in the definition ends it with 78, before anything is tried', async () => {
    place.define({ port: 'http', backlog: 0 });
    const run = place.run();
    expect(await run.exit()).toBe(78);
    const text = run.transcript();
    expect(text).toContain('config.http.port of the service web: found "http"');
    expect(text).toContain('config.http.backlog of the service web: found 0');
  });
});

describe('nova-launch options', () => {
  const printed = () => {
    const { stdout } = spawnSync(process.execPath, [BIN, 'options', '--binary', 'web'], {
      cwd: place.path,
      encoding: 'utf8',
    });
    return JSON.parse(stdout).properties;
  };

  it('tells the settings of HTTP', () => {
    place.define({});
    expect(printed().http).toMatchObject({
      type: 'object',
      properties: {
        port: { description: 'an integer from 0 to 65535', default: 0 },
        tls: { properties: { certFile: { description: 'a string that is not empty' } } },
      },
      additionalProperties: false,
    });
  });

  it('tells them beside the options that the service declares itself', () => {
    const zod = JSON.stringify(`file://${ROOT}/node_modules/zod/index.js`);
    const own = 'extends HttpService {\n  static options = z.object({ size: z.int() });';
    place.write('web.js', `import { z } from ${zod};\n${WEB.replace('extends HttpService {', own)}`);
    place.define({});
    expect(printed()).toMatchObject({ size: { type: 'integer' }, http: { properties: { port: {} } } });
  });
});
