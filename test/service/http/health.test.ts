import { describe, expect, it } from 'vitest';
import { HttpService } from '../../../src/service/http/index.js';
import { enlisted } from '../../../src/service/registry.js';
import { VirtualClock } from '../virtual-clock.js';
import { ask, made } from './fixture.js';

/** A service whose health is what the test says. */
async function healthy(health: () => unknown, settings: object = {}) {
  class Healthy extends HttpService {
    asked = 0;
    override app() {
      return (request: { url?: string | undefined }, response: { end(text: string): void }) =>
        response.end(`app ${request.url}`);
    }
    health() {
      this.asked++;
      return health();
    }
  }
  const clock = new VirtualClock();
  const it = made({}, { healthPath: '/healthz', ...settings }, { clock, service: Healthy });
  await it.service.start();
  return { ...it, service: it.service as Healthy, clock };
}

describe('the health path', () => {
  it.each([
    [undefined, 200, { status: 'ok' }],
    [
      { status: 'degraded', reason: 'slow', queue: 7 },
      200,
      { status: 'degraded', reason: 'slow', details: { queue: 7 } },
    ],
    [false, 503, { status: 'failed', reason: 'health() returned false' }],
    [new Error('no database'), 503, { status: 'failed', reason: 'no database' }],
  ])('answers %j with %i', async (health, status, body) => {
    const { service, lines } = await healthy(async () => {
      if (health instanceof Error) throw health;
      return health;
    });
    const answer = await ask(service, '/healthz?from=lb');
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, body]);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    // Balancers ask often: no line in the access log.
    await service.stop(false);
    expect(lines).toHaveLength(1);
  });

  it('answers HEAD, and leaves other methods and paths to the app', async () => {
    const { service } = await healthy(() => true);
    expect(await ask(service, '/healthz', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect((await ask(service, '/healthz', { method: 'POST' })).text).toBe('app /healthz');
    expect((await ask(service, '/healthz/x')).text).toBe('app /healthz/x');
  });

  it('is the app’s unless it is set', async () => {
    const { service } = await healthy(() => false, { healthPath: false });
    expect((await ask(service, '/healthz')).text).toBe('app /healthz');
  });

  it('answers 503 when health() takes longer than healthTimeout', async () => {
    const { service, clock } = await healthy(() => new Promise(() => {}), { healthTimeout: 3 });
    const asked = ask(service, '/healthz');
    while (service.asked === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(3);
    expect(JSON.parse((await asked).text)).toEqual({
      status: 'failed',
      reason: 'health() has not answered within 3 s',
    });
  });

  it('asks once for requests that come together', async () => {
    let answer = (_health: boolean) => {};
    const told = new Promise((resolve) => {
      answer = resolve;
    });
    const { service } = await healthy(() => told);
    const both = [ask(service, '/healthz'), ask(service, '/healthz')];
    while ((service.describe() as { inFlight: number }).inFlight < 2)
      await new Promise((resolve) => setImmediate(resolve));
    answer(true);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect(service.asked).toBe(1);
    await ask(service, '/healthz');
    expect(service.asked).toBe(2);
  });

  it('answers 503 while the service drains, and does not ask', async () => {
    const { service, draining } = await healthy(() => true);
    draining.abort();
    const answer = await ask(service, '/healthz');
    expect([answer.status, answer.text, service.asked]).toEqual([503, '{"status":"draining"}\n', 0]);
  });
});

describe('the report', () => {
  it('has each HttpService, with its figures', async () => {
    const { service, port } = await healthy(() => true);
    expect(enlisted('http server')).toContain(service);
    await ask(service, '/');
    expect(service.describe()).toEqual({
      service: 'web',
      address: `http://127.0.0.1:${port()}`,
      state: 'listening',
      connections: expect.any(Number),
      upgraded: 0,
      inFlight: 0,
      served: 1,
      dropped: 0,
    });
  });
});
