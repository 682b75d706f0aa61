import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orAborted, within } from '../../src/messaging/abort.js';
import { RabbitConnection } from '../../src/messaging/drivers/rabbit/connection.js';
import { KeptChannel } from '../../src/messaging/drivers/rabbit/kept-channel.js';
import { readOptions } from '../../src/messaging/drivers/rabbit/options.js';
import { getRpcClient, getTransport, TransportUrl } from '../../src/messaging/index.js';
import { KeptLog } from '../interop/log.js';

describe('many who wait on one signal are no leak', () => {
  const warnings: Error[] = [];
  const keep = (warning: Error) => warnings.push(warning);
  beforeEach(() => {
    warnings.length = 0;
    process.on('warning', keep);
  });
  afterEach(() => {
    process.off('warning', keep);
  });
  /** A warning is told in a turn of its own. */
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('calls and casts of one who may stop them all', async () => {
    const stopping = new AbortController();
    const client = getRpcClient(getTransport('fake://abort'), { topic: 'nobody' });
    const calls = Array.from({ length: 30 }, () => client.call({}, 'm', {}, { signal: stopping.signal }));
    await turn();
    stopping.abort(new Error('enough'));
    expect(await Promise.all(calls.map((call) => call.catch(({ message }) => message)))).toEqual(
      Array.from({ length: 30 }, () => 'enough'),
    );
    await turn();
    expect(warnings).toEqual([]);
  });

  it('replies that wait for a broker', async () => {
    const url = TransportUrl.parse('rabbit://127.0.0.1:1/');
    const { log } = new KeptLog();
    const connection = new RabbitConnection({ url, options: readOptions(url, {}), log, purpose: 'test' });
    const kept = new KeptChannel(connection, { what: 'A test', log });
    const waiting = Array.from({ length: 30 }, () => kept.ready().catch(({ name }) => name));
    await turn();
    await connection.close();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['MessageDeliveryFailure']));
    await turn();
    expect(warnings).toEqual([]);
  });
});

it('orAborted() takes whichever comes first', async () => {
  const { signal } = new AbortController();
  expect(await orAborted(Promise.resolve(1), undefined)).toBe(1);
  expect(await orAborted(Promise.resolve(1), signal)).toBe(1);
  const never = new Promise(() => {});
  await expect(orAborted(never, AbortSignal.abort(new Error('x')))).rejects.toThrow('x');
  await expect(orAborted(never, AbortSignal.abort(1), (given) => `because ${given}`)).rejects.toBe(
    'because 1',
  );
});

it('within() tells whether it has settled, either way', async () => {
  expect(await within(5, Promise.reject(new Error('x')))).toBe(true);
  expect(await within(0.01, new Promise(() => {}))).toBe(false);
});
