import { expect, it } from 'vitest';
import { within } from '../../../../src/messaging/abort.js';
import { KeptLog } from '../../../interop/log.js';
import { type Close, FakeBroker } from './fake-broker.js';
import { pairAt } from './pair.js';
import { kindOf, placeOf } from './places.js';

/**
 * A broker may close a connection or a channel at each frame. Each frame of a whole life, from the first connection to
 * the last, is closed at once: instead of its answer, or behind it in the same packet.
 */

/** Seconds for a call; and for all that a life has to wait for, connections that come back included. */
const CALL = 3;
const LIFE = 40;

/** A server and a client live; whatever happens is in time, and the server can be called again. */
async function live(broker: FakeBroker, closedOnce: () => boolean): Promise<string[]> {
  const trouble: string[] = [];
  const kept = new KeptLog();
  const url = `${broker.url}?heartbeat_timeout_threshold=1`;
  const { serving, calling, server, client, notifier } = pairAt(url, kept.log, CALL);
  let step = 'start';
  const steps = async () => {
    await server.start();
    step = 'call';
    await client.call({}, 'echo', { value: 1 }).then(
      (value) => value !== 1 && trouble.push(`the call gave ${value}`),
      () => closedOnce() || trouble.push('a call failed with nothing closed'),
    );
    step = 'mandatory cast';
    await client
      .prepare({ mandatory: true })
      .cast({}, 'echo', { value: 2 })
      .catch(() => {});
    step = 'fanout';
    await client
      .prepare({ fanout: true, server: undefined })
      .cast({}, 'echo', { value: 3 })
      .catch(() => {});
    step = 'notify';
    await notifier.notify({}, { publisherId: 'p', eventType: 'e', payload: {} }).catch(() => {});
    step = 'call again';
    await client.call({}, 'echo', { value: 4 }).catch(async (error: Error) => {
      if (!closedOnce()) trouble.push(`the second call failed with nothing closed: ${error.message}`);
      step = 'call once more';
      await client
        .prepare({ timeout: 15 })
        .call({}, 'echo', { value: 5 })
        .catch((late: Error) => trouble.push(`the server cannot be called again: ${late.message}`));
    });
    step = 'stop';
    await server.stop();
    step = 'wait';
    await server.wait();
    step = 'close of the client';
    await calling.close();
    step = 'close of the server';
    await serving.close();
    step = 'leaving';
    await broker.left();
  };
  const failed = (error: Error) => trouble.push(`${step} failed: ${error.message}`);
  if (!(await within(LIFE, steps().catch(failed)))) trouble.push(`hangs at ${step}`);
  if (trouble.length > 0) trouble.push(...kept.said.map(({ level, sentence }) => `${level} ${sentence}`));
  return trouble;
}

async function placesOfALife(): Promise<string[]> {
  const counts = new Map<string, number>();
  const key = placeOf(counts);
  const places: string[] = [];
  const broker = await FakeBroker.start((...asked) => {
    places.push(key(...asked));
    return undefined;
  });
  expect(await live(broker, () => false)).toEqual([]);
  await broker.stop();
  return places;
}

/** What goes wrong in a life in which this happens at that place, once. */
async function troubleOf(place: string, close: Close, reached: Set<string>): Promise<string[]> {
  const key = placeOf(new Map());
  let closed = false;
  const broker = await FakeBroker.start((...asked) => {
    if (key(...asked) !== place || closed) return undefined;
    closed = true;
    return close;
  });
  const trouble = await live(broker, () => closed);
  await broker.stop();
  if (closed) reached.add(kindOf(place));
  return trouble.map((what) => `${place}: ${what}`);
}

const text = 'A TEST';
it.each<[string, Close]>([
  ['connection is closed instead of', { close: 'connection', code: 320, text }],
  ['connection is closed right behind', { close: 'connection', code: 320, text, afterwards: true }],
  ['channel is closed instead of', { close: 'channel', code: 504, text }],
  ['channel is closed right behind', { close: 'channel', code: 504, text, afterwards: true }],
  ['host is gone, and nobody tells, instead of', { close: 'nothing', code: 0, text, forEver: true }],
])('the %s each answer', async (_, close) => {
  const places = (await placesOfALife()).filter(
    (place) => close.close !== 'channel' || !place.includes(' Connection'),
  );
  const reached = new Set<string>();
  const troubles = await Promise.all(places.map((place) => troubleOf(place, close, reached)));
  expect(troubles.flat()).toEqual([]);
  // How many acknowledgements there are, say, differs.
  expect(reached).toEqual(new Set(places.map(kindOf)));
});
