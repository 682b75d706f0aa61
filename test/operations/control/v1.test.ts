import { expect, onTestFinished, test, vi } from 'vitest';
import { LaunchError } from '../../../src/errors.js';
import { ask, follow } from '../../../src/operations/control/client.js';
import { Feed } from '../../../src/operations/control/feed.js';
import type { Orders } from '../../../src/operations/control/orders.js';
import { Outcomes } from '../../../src/operations/control/outcomes.js';
import { routesOf } from '../../../src/operations/control/v1.js';
import { Raw, serving } from './fixture.js';

const feed = () => {
  const made = new Feed();
  const plain = (text: string) => text;
  const event = (id: string, data: object = {}) => made.event('info', `${id}.`, { id, ...data }, plain);
  return Object.assign(made, { tell: event });
};

const exposition = () => Promise.reject(new Error('there is none'));

function world(orders: Partial<Orders> = {}) {
  const told = feed();
  const outcomes = new Outcomes();
  const progress = () => ({ done: 1, total: 2 });
  const all = { progress, ...orders } as Orders;
  const routes = routesOf({ orders: all, feed: told, outcomes, exposition });
  return { told, outcomes, routes, path: serving(routes) };
}

async function linesOf(path: string, route: string, options: Parameters<typeof follow>[4] = {}) {
  const lines: Record<string, unknown>[] = [];
  const method = options.body ? 'POST' : 'GET';
  await follow(path, method, route, (line) => void lines.push(JSON.parse(line)), options);
  return lines;
}

test('those who ask for the status at the same time share one', async () => {
  let made = 0;
  const status = (async () => ({ made: ++made })) as unknown as Orders['status'];
  const { routes } = world({ status });
  const ask = (query = '') => routes['GET /v1/status']!({ query: new URLSearchParams(query), body: {} });
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array(3).fill({ status: 200, json: { made: 1 } }));
  expect(await ask()).toMatchObject({ json: { made: 2 } });
  expect(await Promise.all([ask(), ask('figures=false')])).toMatchObject([
    { json: { made: 3 } },
    { json: { made: 4 } },
  ]);
  await expect(ask('figures=maybe')).rejects.toThrow(/expected true or false/);
});

test('not ready is 503, and says who is not', async () => {
  const services = [{ name: 'a', ok: false }];
  const readiness = { ready: false, reason: 'a has 0 ready workers of the 1 that it needs', services };
  const path = await world({ readiness: () => readiness }).path;
  expect(await ask(path, 'GET', '/readyz')).toEqual({ status: 503, body: readiness });
  expect(await ask(path, 'GET', '/livez')).toEqual({ status: 200, body: { pid: process.pid } });
});

test('events that were, of one service, and the last of them', async () => {
  const { told, path } = world();
  for (const [id, service] of [
    ['one', 'a'],
    ['two', 'b'],
    ['three', 'a'],
  ] as const)
    told.tell(id, { service });
  const ids = async (query: string) => (await linesOf(await path, `/v1/events?${query}`)).map(({ id }) => id);
  expect(await ids('')).toEqual(['one', 'two', 'three']);
  expect(await ids('service=a')).toEqual(['one', 'three']);
  expect(await ids('service=a&last=1')).toEqual(['three']);
  expect(await ids('last=0')).toEqual([]);
});

test('of a service that is not there, and of which nothing is kept, there is nothing to follow', async () => {
  const services = [{ name: 'api' }];
  const { told, path } = world({ status: (async () => ({ services })) as unknown as Orders['status'] });
  told.tell('gone', { service: 'former' });
  for (const route of ['/v1/events?service=apo', '/v1/logs?service=apo&follow'])
    expect(await ask(await path, 'GET', route)).toMatchObject({
      status: 400,
      body: { error: { code: 'NL_USAGE', message: /no service "apo"/, remedy: 'Did you mean api?' } },
    });
  expect(await linesOf(await path, '/v1/events?service=api')).toEqual([]);
  expect(await linesOf(await path, '/v1/events?service=former')).toHaveLength(1);
});

test('events that come, until the client has enough', async () => {
  const { told, path } = world();
  told.tell('before');
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const seen: string[] = [];
  const followed = follow(
    await path,
    'GET',
    '/v1/events?follow',
    (line) => void seen.push(JSON.parse(line).id),
    {
      signal: controller.signal,
    },
  );
  await vi.waitFor(() => expect(seen).toEqual(['before']));
  told.tell('after');
  await vi.waitFor(() => expect(seen).toEqual(['before', 'after']));
  controller.abort();
  await expect(followed).rejects.toThrow();
});

test('a reload that is waited for tells what happens, how far it is, and its outcome', async () => {
  const begun = { generation: 2, message: 'begun' };
  const { told, outcomes, path } = world({ reload: () => begun });
  expect(await ask(await path, 'POST', '/v1/reload')).toEqual({ status: 202, body: begun });
  const lines = linesOf(await path, '/v1/reload', { body: { wait: true } });
  const waited = vi.spyOn(outcomes, 'of');
  await vi.waitFor(() => expect(waited).toHaveBeenCalled());
  told.tell('worker-ready');
  outcomes.settle({ generation: 1, refusal: null });
  outcomes.settle({ generation: 2, refusal: 'it is bad' });
  told.tell('rolled-back');
  expect(await lines).toEqual([
    { id: 'begun', level: 'info', ...begun },
    expect.objectContaining({ id: 'worker-ready', progress: { done: 1, total: 2 } }),
    expect.objectContaining({ id: 'rolled-back' }),
    { id: 'outcome', generation: 2, outcome: 'refused', reason: 'it is bad' },
  ]);
});

test('what cannot be done is not begun', async () => {
  const restart = () => {
    throw new LaunchError('NL_REFUSED', 'everything stops');
  };
  const path = await world({ restart }).path;
  expect(await ask(path, 'POST', '/v1/restart', { body: { wait: true } })).toMatchObject({ status: 409 });
});

test('an outcome that has come is told to who asks late; old ones are forgotten', () => {
  const outcomes = new Outcomes();
  for (let generation = 1; generation <= 40; generation++) outcomes.settle({ generation, refusal: null });
  const taken: number[] = [];
  for (const generation of [1, 8, 9, 40])
    outcomes.of(generation, (outcome) => taken.push(outcome.generation));
  expect(taken).toEqual([9, 40]);
});

test('a slow reader is told how much he missed, and costs a bounded amount of memory', async () => {
  const { told, path } = world();
  const client = new Raw(await path).send('GET /v1/logs?follow HTTP/1.1\r\n\r\n');
  await vi.waitFor(() => expect(client.text).toMatch(/ndjson/));
  client.socket.pause();
  const line = 'x'.repeat(1000);
  // More than the kernel keeps for him, and what we do.
  for (let batch = 0; batch < 40; batch++) {
    for (let count = 0; count < 100; count++) told.line(line);
    await new Promise(setImmediate);
  }
  client.socket.resume();
  await vi.waitFor(() => expect(client.text).toMatch(/"id":"missed"/));
  const missed = Number(/"count":(\d+)/.exec(client.text)![1]);
  const got = client.text.match(/x{1000}/g)!.length;
  expect(missed + got).toBe(4000);
  expect(got).toBeLessThan(1500);
  told.line('the last');
  await vi.waitFor(() => expect(client.text).toContain('the last'));
});

test('no more than 32 follow at a time; one who has gone makes room', async () => {
  const { path } = world();
  const clients = await Promise.all(
    Array.from({ length: 32 }, async () =>
      new Raw(await path).send('GET /v1/events?follow HTTP/1.1\r\n\r\n'),
    ),
  );
  await vi.waitFor(() => expect(clients.every(({ text }) => text.includes('200 OK'))).toBe(true));
  expect(await ask(await path, 'GET', '/v1/events?follow')).toMatchObject({ status: 503 });
  clients[0]!.socket.destroy();
  await vi.waitFor(async () =>
    expect(await ask(await path, 'GET', '/v1/events')).toMatchObject({ status: 200 }),
  );
});
