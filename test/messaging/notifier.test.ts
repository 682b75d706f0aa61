import { describe, expect, it } from 'vitest';
import type { OutgoingNotification } from '../../src/messaging/driver.js';
import {
  getNotifier,
  getTransport,
  JsonPayloadSerializer,
  MessageDeliveryFailure,
  RequestContextSerializer,
} from '../../src/messaging/index.js';
import { transportWith } from './helpers.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const notification = { publisherId: 'compute.c1', eventType: 'compute.instance.update', payload: { a: 1 } };

function listening(fail?: () => Promise<void>) {
  const sent: OutgoingNotification[] = [];
  const { transport } = transportWith({
    notify: async (given) => {
      sent.push(given);
      await fail?.();
    },
  });
  return { sent, transport };
}

describe('a notification', () => {
  it('is what oslo.messaging sends, member by member', async () => {
    const { sent, transport } = listening();
    await getNotifier(transport).notify({ user: 'u1' }, notification);
    const [{ text, signal, ...rest } = { text: '' } as OutgoingNotification] = sent;
    expect(rest).toEqual({ exchange: 'openstack', topic: 'notifications.info', keep: false });
    expect(signal.aborted).toBe(false);
    const message = JSON.parse(text);
    expect(Object.keys(message)).toEqual([
      ...['message_id', 'publisher_id', 'event_type', 'priority', 'payload', 'timestamp', '_unique_id'],
      '_context_user',
    ]);
    expect(message).toMatchObject({
      message_id: expect.stringMatching(UUID),
      publisher_id: 'compute.c1',
      event_type: 'compute.instance.update',
      priority: 'INFO',
      payload: { a: 1 },
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
      _unique_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      _context_user: 'u1',
    });
  });

  it('goes to each topic, by its priority', async () => {
    const { sent, transport } = listening();
    const notifier = getNotifier(transport, { topics: ['a', 'b'], keep: true });
    await notifier.notify({}, { ...notification, priority: 'ERROR' });
    expect(sent.map(({ topic, keep }) => [topic, keep])).toEqual([
      ['a.error', true],
      ['b.error', true],
    ]);
    expect(JSON.parse(sent[0]!.text).priority).toBe('ERROR');
    expect(sent[0]!.text).toBe(sent[1]!.text);
  });

  it('has what the serializer makes of its context and its payload', async () => {
    const { sent, transport } = listening();
    class Request {
      static fromDict = () => new Request();
      toDict = () => ({ request_id: 'req-1' });
    }
    const serializer = new RequestContextSerializer<Request>(Request, new JsonPayloadSerializer());
    await getNotifier(transport, { serializer }).notify(new Request(), {
      ...notification,
      payload: { at: new Date('2026-11-23T02:44:47Z'), tags: new Set(['a']) },
    });
    expect(JSON.parse(sent[0]!.text)).toMatchObject({
      payload: { at: '2026-11-23T02:44:47.000000', tags: ['a'] },
      _context_request_id: 'req-1',
    });
  });

  it('that is not taken in time is given up', async () => {
    const { sent, transport } = listening(
      () =>
        new Promise((_resolve, reject) => {
          const { signal } = sent[0]!;
          signal.addEventListener('abort', () => reject(new MessageDeliveryFailure('not taken')));
        }),
    );
    await expect(getNotifier(transport, { timeout: 0.01 }).notify({}, notification)).rejects.toThrow(
      'not taken',
    );
  });

  it.each(['fake://notifier', 'ipc://'])('costs nothing over %s: nobody can listen', async (url) => {
    const transport = getTransport(url);
    const payload = {
      toJSON() {
        throw new Error('It was made a message.');
      },
    };
    await getNotifier(transport).notify({}, { ...notification, payload });
    await transport.close();
  });
});

it('refuses options that are wrong', () => {
  const transport = getTransport('fake://');
  expect(() => getNotifier(transport, { topic: 'a' } as never)).toThrow(
    'getNotifier() has no option "topic"',
  );
  expect(() => getNotifier(transport, { timeout: 0 })).toThrow('The timeout is 0');
});

it('refuses a context that is none', async () => {
  const { transport } = listening();
  await expect(getNotifier(transport).notify('me' as never, notification)).rejects.toThrow(
    'The context of compute.instance.update is the string me',
  );
});
