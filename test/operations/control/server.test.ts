import { expect, test, vi } from 'vitest';
import { LaunchError } from '../../../src/errors.js';
import { ask, NoAnswer } from '../../../src/operations/control/client.js';
import { LONGEST_BODY } from '../../../src/operations/control/read-body.js';
import { type Answer, type Asked, Body, ok, type Routes } from '../../../src/operations/control/routes.js';
import { Raw, serving } from './fixture.js';

const routes: Routes = {
  'GET /v1/status': ({ query }) => ok({ at: query.get('at') }),
  'POST /v1/scale': ({ body }: Asked) => ok(body),
  'POST /v1/stop': ({ body }) => ok({ service: new Body(body, ['service']).needed('service') }),
  'GET /v1/refused': () => {
    throw new LaunchError('NL_REFUSED', 'not now', { remedy: 'Wait.' });
  },
  'GET /v1/broken': () => Promise.reject(new Error('broken on purpose')),
  'GET /v1/never': () => new Promise(() => {}),
  'GET /metrics': () => ({ status: 200, text: 'up 1\n', type: 'text/plain; version=0.0.4' }),
};

test('a route is found by method and path, and gets query and body', async () => {
  const path = await serving(routes);
  expect(await ask(path, 'GET', '/v1/status?at=7')).toEqual({ status: 200, body: { at: '7' } });
  const body = { service: 'a', workers: 3 };
  expect(await ask(path, 'POST', '/v1/scale', { body })).toEqual({ status: 200, body });
  expect(await ask(path, 'POST', '/v1/scale')).toEqual({ status: 200, body: {} });
  expect(await ask(path, 'GET', '/metrics')).toEqual({ status: 200, body: 'up 1\n' });
});

test.each<[string, string, number, RegExp]>([
  ['GET', '/v1/statsu', 404, /There is no \/v1\/statsu\. Did you mean \/v1\/status\?/],
  ['GET', '/v1/__proto__', 404, /There is no/],
  ['POST', '/v1/status', 405, /takes GET, not POST/],
  ['GET', '/v1/refused', 409, /^not now$/],
  ['GET', '/v1/broken', 500, /broken on purpose/],
  ['POST', '/v1/stop', 400, /has no service/],
  ['GET', '//', 400, /"\/\/" is no path/],
])('%s %s is answered with %i', async (method, route, status, message) => {
  const path = await serving(routes);
  const reply = await ask(path, method, route);
  expect(reply).toMatchObject({
    status,
    body: { error: { code: expect.stringMatching(/^NL_/), message: expect.stringMatching(message) } },
  });
  if (status === 404 || status === 405)
    expect(reply.body).toMatchObject({ error: { remedy: 'See docs/control.md.' } });
});

test.each<[string, string, RegExp]>([
  ['no JSON', '{"service": ', /is no JSON/],
  ['no object', '[1]', /is no JSON object/],
  ['a member that nobody knows', '{"srevice": "a"}', /srevice.*it may be: service/],
  ['a member of another type', '{"service": 7}', /service is 7; expected a string/],
  ['too much', JSON.stringify({ service: 'x'.repeat(LONGEST_BODY) }), /more than 16384 bytes/],
])('a body that is %s is refused', async (_what, text, message) => {
  const path = await serving(routes);
  const head = `POST /v1/stop HTTP/1.1\r\nContent-Length: ${text.length}\r\n\r\n`;
  const client = new Raw(path).send(head + text);
  await vi.waitFor(() => expect(client.text).toMatch(message));
  expect(client.text).toMatch(/^HTTP\/1.1 400 /);
});

test('HEAD has no body; each connection has one answer', async () => {
  const path = await serving(routes);
  const request = (method: string) => `${method} /v1/status HTTP/1.1\r\n\r\n`;
  const head = new Raw(path).send(request('HEAD'));
  await head.closed;
  expect(head.text).toMatch(/^HTTP\/1.1 200 OK\r\n.*\r\n\r\n$/s);
  const greedy = new Raw(path).send(request('GET').repeat(50));
  await greedy.closed;
  expect(greedy.text.match(/HTTP\/1.1 200/g)).toHaveLength(1);
});

test.each([
  ['half a head', 'GET /v1/status HTTP/1.1\r\nHost:', 'x'],
  ['half a body', 'POST /v1/scale HTTP/1.1\r\nContent-Length: 10\r\n\r\n{', ' '],
  ['nothing', '', ''],
])('one who sends %s is cut, also when he drips', async (_what, text, more) => {
  const path = await serving(routes, 0.2);
  const client = new Raw(path).send(text);
  const drip = setInterval(() => client.send(more), 50);
  const began = performance.now();
  await client.closed;
  clearInterval(drip);
  expect(performance.now() - began).toBeGreaterThan(150);
  expect(await ask(path, 'GET', '/v1/status')).toMatchObject({ status: 200 });
});

test.each([
  ['what is no HTTP', '\0\x01\x02 hello\r\n\r\n'],
  ['headers without an end', `GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(20_000)}`],
  ['an upgrade', 'GET /v1/status HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'],
  ['a tunnel', 'CONNECT x:1 HTTP/1.1\r\n\r\n'],
])('one who sends %s is sent away', async (_what, text) => {
  const path = await serving(routes);
  await new Raw(path).send(text).closed;
  expect(await ask(path, 'GET', '/v1/status')).toMatchObject({ status: 200 });
});

test('the client does not wait for ever', async () => {
  const path = await serving(routes);
  await expect(ask(path, 'GET', '/v1/never', { timeout: 0.1 })).rejects.toThrow(NoAnswer);
});

test('many at once are answered one per turn', async () => {
  let inTurn = 0;
  let most = 0;
  const path = await serving({
    'GET /': () => {
      most = Math.max(most, ++inTurn);
      setImmediate(() => (inTurn -= 1));
      return ok({});
    },
  });
  const replies = await Promise.all(Array.from({ length: 100 }, () => ask(path, 'GET', '/')));
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  expect(most).toBeLessThanOrEqual(2);
});

test('an answer may take longer to be made than a request to arrive', async () => {
  // The limit of the request is over by then, whatever else the machine does: timers fire in their order.
  const slow = () => new Promise<Answer>((done) => setTimeout(() => done(ok({ made: true })), 300));
  const path = await serving({ 'POST /slow': slow }, 0.1);
  expect(await ask(path, 'POST', '/slow')).toEqual({ status: 200, body: { made: true } });
});
