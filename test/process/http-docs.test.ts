import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, ROOT } from './harness.js';
import { freePort, httpPlace, portOf, stop } from './http-place.js';

/** The code in docs/http.md runs as it stands there. */

// Its types are a package of their own.
const { WebSocket } = createRequire(import.meta.url)('ws');

const place = httpPlace();

beforeEach(() => {
  for (const name of ['express', 'fastify', 'hono', 'ws'])
    symlinkSync(join(ROOT, 'node_modules', name), join(place.path, 'node_modules', name));
});

const text = readFileSync(join(ROOT, 'docs/http.md'), 'utf8');

/** The code block in this language that has this text. */
function block(language: string, part: string): string {
  const found = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].find(
    ({ 1: of, 2: code }) => of === language && code!.includes(part),
  );
  if (!found) throw new Error(`docs/http.md has no ${language} block with ${part}.`);
  return found[2]!;
}

/** The service of a block, as two workers on any free port. */
async function served(part: string, http: object = {}) {
  place.write('web.js', block('js', part));
  const run = await place.begin({ host: '127.0.0.1', ...http });
  const url = `http://127.0.0.1:${await portOf(run)}`;
  const get = (path: string) => fetch(url + path, { headers: { connection: 'close' } });
  return { run, url, get, text: async (path = '/') => (await get(path)).text() };
}

it('the first service, and its definition', async () => {
  const port = await freePort();
  place.write('web.js', block('js', 'class Web'));
  place.write('services.json', block('json', '/healthz').replace('8080', String(port)));
  const run = place.run();
  await run.line('service-ready');
  const get = async (path: string) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })).text();
  expect(await get('/hi')).toMatch(/^Hello from worker [0-3], generation 1: \/hi\n$/);
  expect(await get('/healthz')).toBe('{"status":"ok"}\n');
  await stop(run);
});

describe('an app of', () => {
  it.each([
    ["from 'express'", 'Hello from Express\n'],
    ["from 'fastify'", '{"hello":"from Fastify"}'],
    ["from 'hono'", 'Hello from Hono\n'],
  ])('%s', async (part, answer) => {
    const it = await served(part);
    expect(await it.text()).toBe(answer);
    await stop(it.run);
    const closed = it.run.lines.filter(({ msg }) => msg === 'Closed.');
    expect(closed).toHaveLength(part.includes('fastify') ? 2 : 0);
  });
});

it('TLS', async () => {
  const port = await freePort();
  const definition = block('json', 'certFile')
    .replace('8443', String(port))
    .replaceAll('/etc/hello', `${FIXTURES}/tls`);
  place.write('services.json', definition);
  const run = place.run();
  await run.line('service-ready');
  const { msg } = await run.message(/^Listens on /);
  expect(msg).toBe(`Listens on https://0.0.0.0:${port}.`);
  await stop(run);
});

it('health() that knows of a queue', async () => {
  const it = await served('the queue is full', { healthPath: '/healthz' });
  expect(await it.text('/healthz')).toBe('{"status":"ok","details":{"queue":0}}\n');
  expect(await it.text()).toBe('0 waiting\n');
  await stop(it.run);
});

it('an access log of its own', async () => {
  const it = await served('const accessLog');
  expect((await it.get('/')).status).toBe(200);
  expect((await it.get('/none')).status).toBe(404);
  await it.run.until(() => it.run.lines.some(({ msg }) => msg.startsWith('GET /none 404 ')), 'the line');
  expect(it.run.lines.filter(({ msg }) => msg.startsWith('GET'))).toHaveLength(1);
  await stop(it.run);
});

it('an event stream, which ends when the service stops', async () => {
  const it = await served('text/event-stream');
  const response = await fetch(it.url);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toMatch(/^data: 2\d{3}-/);
  it.run.signal('SIGTERM');
  while (!(await reader.read()).done);
  expect(await it.run.exit()).toBe(0);
});

it('WebSockets, to which the service says goodbye', async () => {
  const it = await served('WebSocketServer');
  const socket = new WebSocket(it.url.replace('http', 'ws'));
  await once(socket, 'open');
  socket.send('hello');
  expect(String((await once(socket, 'message'))[0])).toBe('hello');
  const closed = once(socket, 'close');
  it.run.signal('SIGTERM');
  expect((await closed)[0]).toBe(1001);
  expect(await it.run.exit()).toBe(0);
});

it('without the launcher', () => {
  place.write('demo.js', block('js', 'fetchHandler'));
  const { status, stdout } = spawnSync(process.execPath, ['demo.js'], { cwd: place.path, encoding: 'utf8' });
  expect(stdout).toMatch(/You asked for \/tea\.\n$/);
  expect(status).toBe(0);
});
