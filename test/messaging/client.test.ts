import { describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../../src/messaging/driver.js';
import { getRpcClient, InvalidTarget, MessagingException, Target } from '../../src/messaging/index.js';
import { isSettled } from '../service/helpers.js';
import { transportWith } from './helpers.js';

const target = new Target({ topic: 'topic', version: '1.0' });

function recording(send: (message: OutgoingMessage) => Promise<void> = async () => {}) {
  const sent: OutgoingMessage[] = [];
  const made = transportWith({
    openReplies: async () => 'reply_q',
    send: (message) => {
      sent.push(message);
      return send(message);
    },
  });
  return { ...made, sent, client: getRpcClient(made.transport, target) };
}

describe('what a client sends', () => {
  it('has its members in the order of the wire', async () => {
    const { client, sent, transport } = recording();
    const named = client.prepare({ namespace: 'ns', callMonitorTimeout: 2, timeout: 7 });
    const call = named.call({ user: 'u' }, 'm', { a: 1 });
    expect(await isSettled(call)).toBe(false);
    const message = JSON.parse(sent[0]!.text);
    expect(Object.keys(message)).toEqual([
      ...[
        'method',
        'args',
        'namespace',
        'version',
        '_msg_id',
        '_reply_q',
        '_timeout',
        '_unique_id',
        '_context_user',
      ],
    ]);
    expect(message).toMatchObject({ method: 'm', args: { a: 1 }, _reply_q: 'reply_q', _timeout: 2 });
    expect(sent[0]).toMatchObject({
      messageId: message._msg_id,
      ttl: 7,
      retry: -1,
      mandatory: false,
      repeatable: false,
      address: { exchange: 'openstack', topic: 'topic', fanout: false },
    });
    transport.replies.reply({ _msg_id: message._msg_id, result: 5, ending: true });
    expect(await call).toBe(5);

    await client.prepare({ server: 's', mandatory: true, repeatable: true, retry: 3 }).cast({}, 'm');
    expect(Object.keys(JSON.parse(sent[1]!.text))).toEqual(['method', 'args', 'version', '_unique_id']);
    expect(sent[1]).toMatchObject({
      messageId: undefined,
      ttl: undefined,
      mandatory: true,
      repeatable: true,
      retry: 3,
    });
  });

  it('cannot be changed by its context: its keys are behind a prefix', async () => {
    const { client, sent } = recording();
    await client.cast({ method: 'x', _unique_id: 'y', _msg_id: 'z' }, 'm');
    const message = JSON.parse(sent[0]!.text);
    expect(message).toMatchObject({ method: 'm', _context_method: 'x', _context__msg_id: 'z' });
    expect(message).not.toHaveProperty('_msg_id');
  });

  it('is refused before anything is sent', async () => {
    const { client, sent, transport } = recording();
    for (const method of ['', undefined, 5])
      await expect(client.call({}, method as never)).rejects.toBeInstanceOf(TypeError);
    await expect(getRpcClient(transport, new Target({})).cast({}, 'm')).rejects.toBeInstanceOf(InvalidTarget);
    await expect(getRpcClient(transport, new Target({})).call({}, 'm')).rejects.toBeInstanceOf(InvalidTarget);
    await expect(client.prepare({ fanout: true }).call({}, 'm')).rejects.toBeInstanceOf(InvalidTarget);
    await expect(client.prepare({ versionCap: '0.9' }).call({}, 'm')).rejects.toMatchObject({
      version: '1.0',
    });
    await expect(client.cast({ f: () => 1 }, 'm')).rejects.toThrow(/message\._context_f/);
    await expect(client.call({}, 'm', { a: 1n ** 1n, b: Symbol('s') })).rejects.toThrow(/message\.args\.b/);
    expect([sent.length, transport.replies.waiting]).toEqual([0, 0]);
    for (const version of ['', '1', 'x.y'])
      expect(() => client.prepare({ versionCap: version })).toThrow(MessagingException);
  });
});

describe('timeouts', () => {
  it('are refused where they are none: a broker would close the channel of all others for them', () => {
    const { client } = recording();
    for (const seconds of [-1, Number.NaN, '5' as never, null as never]) {
      expect(() => client.prepare({ timeout: seconds })).toThrow(/^The timeout is /);
      expect(() => client.prepare({ callMonitorTimeout: seconds })).toThrow(/^The callMonitorTimeout is /);
    }
  });

  it('may be endless: the message then has no time to live', async () => {
    const { client, sent, transport } = recording();
    const call = client.prepare({ timeout: Number.POSITIVE_INFINITY }).call({}, 'm');
    await isSettled(call);
    expect(sent[0]!.ttl).toBeUndefined();
    transport.replies.reply({ _msg_id: sent[0]!.messageId, ending: true });
    await call;
  });
});

describe('a call whose sending', () => {
  it('fails, fails with that; a reply that came before has precedence', async () => {
    const { client, transport } = recording(() => Promise.reject(new Error('no way')));
    await expect(client.call({}, 'm')).rejects.toThrow('no way');
    expect(transport.replies.waiting).toBe(0);
    const early = recording(async ({ messageId }) => {
      early.transport.replies.reply({ _msg_id: messageId, result: 1, ending: true });
      throw new Error('too late');
    });
    expect(await early.client.call({}, 'm')).toBe(1);
  });

  it('hangs, ends all the same, and tells the driver', async () => {
    const { client, sent } = recording(() => new Promise(() => {}));
    const call = client.prepare({ timeout: 0.05 }).call({}, 'm');
    await isSettled(call);
    expect(sent[0]!.signal!.aborted).toBe(false);
    await expect(call).rejects.toMatchObject({ code: 'NL_RPC_TIMEOUT' });
    expect(sent[0]!.signal!.aborted).toBe(true);
  });

  it('cannot begin, for replies have no way: the next call tries again', async () => {
    let times = 0;
    const { transport } = transportWith({
      openReplies: () => (times++ === 0 ? Promise.reject(new Error('not yet')) : Promise.resolve('q')),
      send: async ({ messageId }) => transport.replies.reply({ _msg_id: messageId, result: 1, ending: true }),
    });
    const client = getRpcClient(transport, target);
    await expect(client.call({}, 'm')).rejects.toThrow('not yet');
    expect(await client.call({}, 'm')).toBe(1);
    expect(await client.call({}, 'm')).toBe(1);
    expect(times).toBe(2);
  });
});

describe('prepare()', () => {
  it('overrides what is given, keeps the rest, and does not change its client', () => {
    const { client } = recording();
    const first = client.prepare({ timeout: 1, namespace: 'a', versionCap: '1.1' });
    const second = first.prepare({ timeout: undefined, version: '1.1', server: 's' });
    expect(second.target).toMatchObject({ topic: 'topic', namespace: 'a', version: '1.1', server: 's' });
    expect(second.canSendVersion()).toBe(true);
    expect(second.canSendVersion('1.2')).toBe(false);
    expect(client.canSendVersion('9.9')).toBe(true);
    expect(client.target).toBe(target);
    expect(() => client.prepare({ sever: 's' } as never)).toThrow(/no option "sever"/);
  });
});
