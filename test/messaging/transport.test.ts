import { describe, expect, it } from 'vitest';
import {
  DriverLoadFailure,
  getRpcClient,
  getTransport,
  InvalidTarget,
  InvalidTransportURL,
  MessageDeliveryFailure,
  Target,
  TransportUrl,
} from '../../src/messaging/index.js';
import { deferred, isSettled } from '../service/helpers.js';
import { transportWith } from './helpers.js';

describe('getTransport', () => {
  it('takes a URL as text, as such or in a configuration, whose options it has', () => {
    expect(getTransport('fake://a').url.transport).toBe('fake');
    const url = TransportUrl.parse('fake://b');
    expect(getTransport(url).url).toBe(url);
    expect(getTransport().url.transport).toBe('ipc');
    const config = {
      transportUrl: 'fake:',
      controlExchange: 'nova',
      rpcResponseTimeout: 5,
      allowedRemoteExmods: ['a'],
    };
    expect(getTransport(config)).toMatchObject({
      controlExchange: 'nova',
      rpcResponseTimeout: 5,
      allowedRemoteExmods: ['a'],
    });
    expect(getTransport(config, { allowedRemoteExmods: [] }).allowedRemoteExmods).toEqual([]);
    expect(getTransport('fake:')).toMatchObject({ controlExchange: 'openstack', rpcResponseTimeout: 60 });
  });

  it('refuses a wrong URL at once, and a wrong option of the driver when it is used', async () => {
    expect(() => getTransport('http://x')).toThrow(DriverLoadFailure);
    expect(() => getTransport('nothing')).toThrow(InvalidTransportURL);
    const transport = getTransport('rabbit://h/?no_such_option=1');
    await expect(transport.driver()).rejects.toBeInstanceOf(DriverLoadFailure);
    await expect(getRpcClient(transport, new Target({ topic: 't' })).cast({}, 'm')).rejects.toThrow(
      /no_such_option/,
    );
    await transport.close();
  });

  it('knows addresses', () => {
    const transport = getTransport('fake:');
    expect(() => transport.address(new Target({ server: 's' }))).toThrow(InvalidTarget);
    expect(transport.address(new Target({ topic: 't', exchange: 'x' }))).toEqual({
      exchange: 'x',
      topic: 't',
      server: undefined,
      fanout: false,
    });
  });
});

describe('close()', () => {
  it('is over for all who ask when the driver is closed', async () => {
    const transport = getTransport('fake:');
    const driver = await transport.driver();
    const gate = deferred();
    let times = 0;
    driver.close = () => {
      times++;
      return gate.promise;
    };
    const all = [transport.close(), transport.close()];
    expect(await Promise.all(all.map(isSettled))).toEqual([false, false]);
    await expect(transport.driver()).rejects.toBeInstanceOf(MessageDeliveryFailure);
    await expect(transport.replyAddress(-1, () => new AbortController().signal)).rejects.toBeInstanceOf(
      MessageDeliveryFailure,
    );
    gate.resolve();
    await Promise.all(all);
    expect(times).toBe(1);
  });

  it('of what was never used, and of what could not be loaded', async () => {
    await getTransport('fake:').close();
    const broken = getTransport('rabbit://h/?no_such_option=1');
    await broken.driver().catch(() => {});
    await broken.close();
  });
});

it('asks the driver for the address of replies until it has told it, with the patience of who asks', async () => {
  const asked: unknown[] = [];
  const { transport } = transportWith({
    openReplies: async (_sink, retry, signal) => {
      asked.push([retry, signal]);
      if (asked.length === 1) throw new Error('no broker');
      return 'q';
    },
  });
  const { signal } = new AbortController();
  await expect(transport.replyAddress(0, () => signal)).rejects.toThrow('no broker');
  expect(await transport.replyAddress(-1, () => signal)).toBe('q');
  expect(await transport.replyAddress(3, () => signal)).toBe('q');
  expect(asked).toEqual([
    [0, signal],
    [-1, signal],
  ]);
});
