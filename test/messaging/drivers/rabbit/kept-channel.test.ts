import { afterEach, expect, it } from 'vitest';
import { RabbitConnection } from '../../../../src/messaging/drivers/rabbit/connection.js';
import { KeptChannel } from '../../../../src/messaging/drivers/rabbit/kept-channel.js';
import { readOptions } from '../../../../src/messaging/drivers/rabbit/options.js';
import { TransportUrl } from '../../../../src/messaging/transport-url.js';
import { KeptLog } from '../../../interop/log.js';
import { type Answer, FakeBroker } from './fake-broker.js';

let broker: FakeBroker | undefined;
let connection: RabbitConnection | undefined;

afterEach(async () => {
  await connection?.close();
  await broker?.stop();
});

async function channelOf(answer: Answer): Promise<KeptChannel> {
  broker = await FakeBroker.start(answer);
  const url = TransportUrl.parse(broker.url);
  const { log } = new KeptLog();
  connection = new RabbitConnection({ url, options: readOptions(url, {}), log, purpose: 'test' });
  return new KeptChannel(connection, { what: 'A test', log });
}

/**
 * Closes the connection once: instead of the answer to `at`, or behind it in the same packet, so that whoever listens
 * after that answer hears nothing of it.
 */
function closingOnce(at: string, afterwards: boolean): Answer {
  let closed = false;
  return (method) => {
    if (method !== at || closed) return undefined;
    closed = true;
    return { close: 'connection', code: 320, text: 'CONNECTION_FORCED - a test', afterwards };
  };
}

it.each([
  ['right behind', 'ConfirmSelect'],
  ['right behind', 'ConnectionOpen'],
  ['right behind', 'ChannelOpen'],
  ['right behind', 'ChannelClose'],
  ['instead of', 'ConfirmSelect'],
  ['instead of', 'ChannelOpen'],
  ['instead of', 'ChannelClose'],
  ['instead of', 'BasicQos'],
] as const)('what is closed %s the answer to %s is not taken for open', async (when, at) => {
  const kept = await channelOf(closingOnce(at, when === 'right behind'));
  const channel = await kept.ready();
  expect(kept.current).toBe(channel);
  // It throws for one that is closed.
  await channel.prefetch(1);
});

it('one that is discarded is replaced', async () => {
  const kept = await channelOf(() => undefined);
  const first = await kept.ready();
  kept.discard(first);
  expect(kept.current).toBeUndefined();
  const second = await kept.ready();
  expect(second).not.toBe(first);
  kept.discard(first);
  expect(kept.current).toBe(second);
});

it('is released in time, though the broker says nothing while it is opened', async () => {
  let silent = false;
  const kept = await channelOf((method) =>
    silent && method === 'ConfirmSelect' ? { close: 'nothing', code: 0, text: '' } : undefined,
  );
  await kept.ready();
  silent = true;
  kept.discard(kept.current!);
  const opening = kept.ready();
  opening.catch(() => {});
  const began = performance.now();
  await kept.close();
  expect(performance.now() - began).toBeLessThan(4000);
  await connection!.close();
  await expect(opening).rejects.toThrow();
});

it('is not waited for by its connection, which leaves nothing behind, though the broker says nothing', async () => {
  let dialed!: () => void;
  const dialing = new Promise<void>((resolve) => {
    dialed = resolve;
  });
  const kept = await channelOf((method) => {
    if (method !== 'ConnectionOpen') return undefined;
    dialed();
    return { close: 'nothing', code: 0, text: '', forEver: true };
  });
  const opening = kept.ready();
  opening.catch(() => {});
  await dialing;
  const began = performance.now();
  await connection!.close();
  await expect(opening).rejects.toThrow('The transport has been closed.');
  await broker!.left();
  expect(performance.now() - began).toBeLessThan(4000);
});

it('is not opened any more once it is released, also if that was under way', async () => {
  const kept = await channelOf(() => undefined);
  const opening = kept.ready();
  const released = kept.release();
  await expect(opening).rejects.toThrow('A test: it has been closed.');
  expect(await released).toBeUndefined();
  await expect(kept.ready()).rejects.toThrow('A test: it has been closed.');
});
