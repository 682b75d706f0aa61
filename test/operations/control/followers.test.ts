import { expect, test, vi } from 'vitest';
import { ask, follow } from '../../../src/operations/control/client.js';
import { Feed } from '../../../src/operations/control/feed.js';
import { Follower } from '../../../src/operations/control/follower.js';
import type { Orders } from '../../../src/operations/control/orders.js';
import { Outcomes } from '../../../src/operations/control/outcomes.js';
import { routesOf } from '../../../src/operations/control/v1.js';
import { Raw, serving } from './fixture.js';

/** As many as may. */
const MOST = 32;

const exposition = () => Promise.reject(new Error('there is none'));

function world(orders: Partial<Orders> = {}, patience?: number) {
  const feed = new Feed();
  const routes = routesOf({ orders: orders as Orders, feed, outcomes: new Outcomes(), exposition });
  return { feed, path: serving(routes, patience) };
}

async function crowd(path: string): Promise<Raw[]> {
  const clients = Array.from({ length: MOST }, () =>
    new Raw(path).send('GET /v1/events?follow HTTP/1.1\r\n\r\n'),
  );
  await vi.waitFor(() => expect(clients.every(({ text }) => text.includes('200 OK'))).toBe(true));
  return clients;
}

test('what could not be followed is not begun', async () => {
  const reload = vi.fn(() => ({ generation: 2, message: 'begun' }));
  const path = await world({ reload }).path;
  const [first] = await crowd(path);
  const asked = () => ask(path, 'POST', '/v1/reload', { body: { wait: true } });
  expect(await asked()).toMatchObject({ status: 503, body: { error: { code: 'NL_REFUSED' } } });
  expect(reload).not.toHaveBeenCalled();
  expect(await ask(path, 'POST', '/v1/reload')).toMatchObject({ status: 202 });
  first!.socket.destroy();
  await first!.closed;
  const controller = new AbortController();
  const lines: string[] = [];
  const body = { wait: true };
  const { signal } = controller;
  const waiting = follow(path, 'POST', '/v1/reload', (line) => void lines.push(line), { body, signal });
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  controller.abort();
  await expect(waiting).rejects.toThrow();
});

test('who only wants what is kept follows nothing', async () => {
  const { feed, path } = world();
  feed.line('kept');
  await crowd(await path);
  const lines: string[] = [];
  expect(await follow(await path, 'GET', '/v1/logs', (line) => void lines.push(line))).toBeUndefined();
  expect(lines).toEqual(['kept']);
});

test('who does not take what is kept is cut', async () => {
  const { feed, path } = world({}, 0.2);
  for (let count = 0; count < 250; count++) feed.line('x'.repeat(1000));
  const client = new Raw(await path);
  client.socket.pause();
  client.send('GET /v1/logs HTTP/1.1\r\n\r\n');
  // Nothing is read until he is cut: more than the kernel keeps for him never comes.
  await new Promise((done) => setTimeout(done, 600));
  client.socket.resume();
  await client.closed;
  expect(client.text).toContain('200 OK');
  expect(client.text.match(/x{1000}/g)!.length).toBeLessThan(250);
});

test('one who has gone before he could follow holds no place', async () => {
  const ended = vi.fn();
  const came = vi.fn();
  let go = () => {};
  const path = await serving({
    'GET /late': () => {
      came();
      return new Promise((done) => {
        go = () => done({ begin: () => ended });
      });
    },
  });
  const client = new Raw(path).send('GET /late HTTP/1.1\r\n\r\n');
  await vi.waitFor(() => expect(came).toHaveBeenCalled());
  client.socket.destroy();
  await client.closed;
  // The other end hears of it a little later; a request that comes after it is heard after it.
  await ask(path, 'GET', '/nothing');
  go();
  await vi.waitFor(() => expect(ended).toHaveBeenCalled());
});

test('the end is not waited for for ever', () => {
  vi.useFakeTimers();
  try {
    const listeners = new Map<string, () => void>();
    const fake = {
      on: (event: string, listener: () => void) => listeners.set(event, listener),
      end: vi.fn(),
      destroy: vi.fn(),
    };
    const follower = new Follower(fake as never);
    follower.end('{}');
    listeners.get('drain')!();
    vi.advanceTimersByTime(59_000);
    expect(fake.destroy).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2000);
    expect(fake.destroy).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
