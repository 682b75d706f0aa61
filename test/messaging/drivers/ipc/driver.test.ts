import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incoming } from '../../../../src/messaging/driver.js';
import {
  InvalidTarget,
  MessageDeliveryFailure,
  MessageUndeliverable,
} from '../../../../src/messaging/errors.js';
import { address, answer, eventually, Inbox, type Message, outgoing, Place, reply } from './helpers.js';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

const say = (text: string) => (incoming: Incoming) => void answer(incoming, text);
const count = (list: unknown[], what: unknown) => list.filter((item) => item === what).length;

describe('clients of one call each', () => {
  const answers = async (count: number) => {
    const heard: unknown[] = [];
    for (let n = 0; n < count; n++) heard.push(await (await place.caller()).call());
    return new Set(heard);
  };

  it('do not all go to the same server', async () => {
    await Promise.all(['host1', 'host2'].map((name) => place.worker(name, say(name))));
    // Each begins anywhere: that all forty begin with the same one does not happen.
    expect(await answers(40)).toEqual(new Set(['host1', 'host2']));
  });

  it('go to the server that has least to do for others', async () => {
    await place.worker('busy', say('busy'), { load: 5 });
    await place.worker('idle', say('idle'), { load: 1 });
    expect(await answers(10)).toEqual(new Set(['idle']));
  });
});

describe('calls and casts', () => {
  it('brings a call to a server and its reply back', async () => {
    await place.worker('host1', (incoming) => void answer(incoming, (incoming.message as Message).args));
    const caller = await place.caller();
    expect(await caller.call({ text: 'Grüße, 🚀' })).toEqual({ text: 'Grüße, 🚀' });
    await caller.cast();
    expect(place.log.lines).toEqual([]);
  });

  it('waits for a server', async () => {
    const caller = await place.caller();
    const calls = [caller.call(1), caller.cast(2), caller.call(3, { to: { server: 'host1' } })];
    const inbox = new Inbox();
    await place.worker('host1', inbox.take);
    const order: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const incoming = await inbox.next();
      order.push((incoming.message as Message).args);
      void answer(incoming);
    }
    expect(order).toEqual([1, 2, 3]);
    await Promise.all(calls);
  });

  it('sends what names a server to that one', async () => {
    await Promise.all(['host1', 'host2', 'host3'].map((name) => place.worker(name, say(name))));
    const caller = await place.caller();
    for (let i = 0; i < 5; i++) expect(await caller.call(null, { to: { server: 'host2' } })).toBe('host2');
  });

  it('resolves send() when a server has begun it, and not before', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take);
    const caller = await place.caller();
    let sent = false;
    const cast = caller.cast().then(() => {
      sent = true;
    });
    const incoming = await inbox.next();
    expect(sent).toBe(false);
    await incoming.acknowledge();
    await cast;
  });

  it('takes a reply without an acknowledgement, and an acknowledgement after that', async () => {
    await place.worker(
      'host1',
      async (incoming) => {
        const { _msg_id: id } = incoming.message as Message;
        if (id !== undefined) await incoming.reply(reply(id, 'first'), 'final');
        await incoming.acknowledge();
      },
      { prefetch: 1 },
    );
    const caller = await place.caller();
    expect(await Promise.all([caller.call(), caller.call(), caller.call()])).toEqual(Array(3).fill('first'));
  });

  it('brings signs of life before the reply', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take);
    const caller = await place.caller();
    const call = caller.call();
    const incoming = await inbox.next();
    const { _msg_id: id } = incoming.message as Message;
    await incoming.acknowledge();
    expect(await incoming.reply(reply(id!, 'sign-of-life'), 'sign-of-life')).toBe(true);
    await eventually(() => caller.strays.length === 1, 'the sign of life');
    await incoming.reply(reply(id!, 'done'), 'final');
    expect(await call).toBe('done');
  });

  it.each([1, 16])('carries %i MiB in both directions', async (size) => {
    await place.worker('host1', (incoming) => void answer(incoming, (incoming.message as Message).args));
    const caller = await place.caller();
    const text = 'ä'.repeat((size * 1024 * 1024) / 2);
    expect((await caller.call(text)) === text).toBe(true);
  });

  it('refuses what is too large, and goes on', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take);
    const caller = await place.caller();
    const large = 'x'.repeat(64 * 1024 * 1024);
    await expect(caller.call(large)).rejects.toThrow(/more than 64 MiB/);
    const call = caller.call('small');
    const incoming = await inbox.next();
    await incoming.acknowledge();
    const { _msg_id: id } = incoming.message as Message;
    await expect(incoming.reply(reply(id!, large), 'final')).rejects.toThrow(MessageDeliveryFailure);
    await incoming.reply(reply(id!, 'smaller'), 'final');
    expect(await call).toBe('smaller');
  });
});

describe('which server', () => {
  it('spreads evenly', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => place.worker(name, say(name))));
    const caller = await place.caller();
    await caller.cast(null, { to: { fanout: true } });
    const results: unknown[] = [];
    for (let i = 0; i < 9; i++) results.push(await caller.call());
    expect(['a', 'b', 'c'].map((name) => count(results, name))).toEqual([3, 3, 3]);
  });

  it('spreads what waits when it begins, and is not kept by a server that never answers', async () => {
    const frozen = net.createServer();
    const directory = join(place.path, 'openstack', 'topic');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    frozen.listen({ path: join(directory, 'frozen.1.0123456789ab.sock') });
    await Promise.all(['a', 'b'].map((name) => place.worker(name, say(name), { prefetch: 64 })));
    const caller = await place.caller();
    const results = await Promise.all(Array.from({ length: 20 }, () => caller.call()));
    expect(['a', 'b'].map((name) => count(results, name))).toEqual([10, 10]);
    await caller.driver.close();
    frozen.close();
  });

  it('does not give work to a busy server while another is idle', async () => {
    const busy = new Inbox();
    await place.worker('busy', busy.take, { prefetch: 1 });
    const caller = await place.caller();
    const stuck = caller.call('stuck');
    const first = await busy.next();
    await place.worker('idle', say('idle'), { prefetch: 1 });
    await caller.cast(null, { to: { server: 'idle' } });
    const results = await Promise.all(Array.from({ length: 20 }, () => caller.call()));
    expect(count(results, 'idle')).toBe(20);
    expect(busy.all).toHaveLength(1);
    await answer(first, 'busy');
    expect(await stuck).toBe('busy');
  });

  it('gives no server more than it takes; the rest follows in order', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take, { prefetch: 3 });
    const caller = await place.caller();
    const calls = Array.from({ length: 10 }, (_, i) => caller.call(i));
    for (let i = 0; i < 10; i++) {
      const incoming = await inbox.next();
      expect(inbox.all.length - i).toBeLessThanOrEqual(3);
      expect((incoming.message as Message).args).toBe(i);
      await answer(incoming);
    }
    await Promise.all(calls);
  });

  it('gives what one server requeues to another', async () => {
    await place.worker('no', (incoming) => incoming.requeue());
    await place.worker('yes', say('yes'));
    const caller = await place.caller();
    const results = await Promise.all(Array.from({ length: 20 }, () => caller.call()));
    expect(count(results, 'yes')).toBe(20);
  });

  it('gives it to the same if there is no other', async () => {
    let seen = 0;
    await place.worker('host1', (incoming) => (++seen === 1 ? incoming.requeue() : void answer(incoming)));
    const caller = await place.caller();
    expect(await caller.call()).toBe('done');
    expect(seen).toBe(2);
  });

  it('brings a fanout to all, once', async () => {
    const seen: string[] = [];
    const see = (name: string) => (incoming: Incoming) =>
      void incoming.acknowledge().then(() => seen.push(name));
    await Promise.all(['a', 'b', 'c'].map((name) => place.worker(name, see(name))));
    const caller = await place.caller();
    await caller.cast(null, { to: { fanout: true } });
    await place.worker('d', see('d'));
    await caller.cast(null, { to: { fanout: true } });
    await eventually(() => seen.length === 7, 'all of them');
    expect(seen.sort()).toEqual(['a', 'a', 'b', 'b', 'c', 'c', 'd']);
  });

  it('resolves a fanout to nobody, and one to a server that goes', async () => {
    const caller = await place.caller();
    await caller.cast(null, { to: { fanout: true } });
    const inbox = new Inbox();
    const listener = await place.worker('host1', inbox.take);
    const cast = caller.cast(null, { to: { fanout: true } });
    await inbox.next();
    await listener.close();
    await cast;
  });
});

describe('giving up', () => {
  it('rejects with the reason of the signal, and forgets the message', async () => {
    const caller = await place.caller();
    const controllers = Array.from({ length: 30 }, () => new AbortController());
    const casts = controllers.map(({ signal }, i) => caller.cast(i, { signal }));
    const settled = Promise.allSettled(casts);
    for (const [i, controller] of controllers.entries())
      if (i % 3 !== 1) controller.abort(new Error('enough'));
    const inbox = new Inbox();
    await place.worker('host1', inbox.take);
    for (let i = 0; i < 10; i++) {
      const incoming = await inbox.next();
      expect((incoming.message as Message).args).toBe(3 * i + 1);
      await incoming.acknowledge();
    }
    const states = (await settled).map(({ status }) => status);
    expect(count(states, 'fulfilled')).toBe(10);
    await expect(casts[0]).rejects.toThrow('enough');
  });

  it('refuses a signal that is aborted already', async () => {
    const caller = await place.caller();
    const signal = AbortSignal.abort(new Error('before'));
    await expect(caller.cast(null, { signal })).rejects.toThrow('before');
    await expect(caller.cast(null, { signal, mandatory: true })).rejects.toThrow();
  });

  it('tells the server, which then does not run it; its place is free again', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take, { prefetch: 1 });
    const caller = await place.caller();
    const controller = new AbortController();
    const call = caller.call(1, { signal: controller.signal });
    const incoming = await inbox.next();
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    const second = caller.call(2);
    const other = await inbox.next();
    await expect(incoming.acknowledge()).rejects.toThrow(MessageDeliveryFailure);
    incoming.requeue();
    await answer(other);
    expect(await second).toBe('done');
    expect(inbox.all).toHaveLength(2);
  });

  it('does not take back what is begun', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take, { prefetch: 1 });
    const caller = await place.caller();
    const controller = new AbortController();
    const call = caller.call(1, { signal: controller.signal });
    const incoming = await inbox.next();
    await incoming.acknowledge();
    await caller.driver.servers(address());
    controller.abort(new Error('enough'));
    await incoming.reply(reply((incoming.message as Message)._msg_id!, 'late'), 'final');
    const next = caller.call(2);
    await answer(await inbox.next());
    expect(await next).toBe('done');
    void call.catch(() => {});
  });

  it('tells a client that is gone from one that is there', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take);
    const caller = await place.caller();
    const [begun, held] = [caller.call(1), caller.call(2)];
    const results = Promise.allSettled([begun, held]);
    const [first, second] = [await inbox.next(), await inbox.next()];
    await first.acknowledge();
    await caller.driver.close();
    await results;
    await expect(held).rejects.toThrow(MessageDeliveryFailure);
    await expect(second.acknowledge()).rejects.toThrow(MessageDeliveryFailure);
    expect(await first.reply(reply('x', 'y'), 'final')).toBe(false);
    expect(place.log.lines).toEqual([]);
  });
});

describe('mandatory', () => {
  it('rejects when nobody serves, and not when somebody does', async () => {
    const caller = await place.caller();
    const mandatory = { mandatory: true };
    await expect(caller.call(null, mandatory)).rejects.toThrow(MessageUndeliverable);
    await expect(caller.cast(null, { ...mandatory, to: { fanout: true } })).rejects.toThrow(
      MessageUndeliverable,
    );
    await place.worker('host1');
    expect(await caller.call(null, mandatory)).toBe('done');
    await expect(caller.call(null, { ...mandatory, to: { server: 'host2' } })).rejects.toThrow(
      'No server of topic.host2 is running.',
    );
  });
});

describe('servers', () => {
  it('names those that live', async () => {
    const driver = place.driver();
    expect(await driver.servers(address())).toEqual({ count: 0, names: [] });
    await place.worker('host2');
    const listener = await place.worker('host1');
    const names = [`host1 (pid ${process.pid})`, `host2 (pid ${process.pid})`];
    expect(await driver.servers(address())).toEqual({ count: 2, names });
    expect(await driver.servers(address({ server: 'host1' }))).toEqual({ count: 1, names: [names[0]] });
    await listener.stop();
    expect(await driver.servers(address())).toEqual({ count: 1, names: [names[1]] });
    expect(place.log.lines).toEqual([]);
  });
});

describe('names and paths', () => {
  it.each([
    '.',
    '..',
    '../../x',
    '',
    'a/b',
    '%2F',
    'ü🚀',
    '.hidden',
    'a.12.0123456789ab.sock',
    '\0',
    '\ud800',
  ])('serves the topic and the server %j', async (name) => {
    await place.worker(name, say('here'), { topic: name });
    const caller = await place.caller();
    expect(await caller.call(null, { to: { topic: name, server: name } })).toBe('here');
    expect(readdirSync(place.path)).toEqual(['openstack']);
  });

  it('goes beyond the length of a socket address', async () => {
    const path = join(place.path, 'd'.repeat(100), 'e'.repeat(100));
    const name = 's'.repeat(200);
    await place.worker(name, say('here'), { topic: 't'.repeat(255), path });
    const caller = await place.caller(path);
    expect(await caller.call(null, { to: { topic: 't'.repeat(255), server: name } })).toBe('here');
    expect((await caller.driver.servers(address({ topic: 't'.repeat(255) }))).count).toBe(1);
  });

  it('says which name is too long', async () => {
    const caller = await place.caller();
    await expect(caller.call(null, { to: { topic: 't'.repeat(256) } })).rejects.toThrow(InvalidTarget);
    await expect(place.worker('s'.repeat(250))).rejects.toThrow(/The server "s+"… takes \d+ bytes/);
  });

  it('finds servers again when the directory was removed', async () => {
    const caller = await place.caller();
    await place.worker('before', say('before'));
    expect(await caller.call()).toBe('before');
    rmSync(join(place.path, 'openstack'), { recursive: true });
    // The connection stands, and the name comes back.
    expect(await caller.call()).toBe('before');
    const other = await place.caller();
    expect(await other.call()).toBe('before');
    await place.worker('after', say('after'));
    expect(await caller.call(null, { to: { server: 'after' } })).toBe('after');
    expect(place.log.lines).toEqual([]);
  });
});

describe('close', () => {
  it('rejects what waits, and what comes', async () => {
    const caller = await place.caller();
    const waiting = [caller.cast(), caller.cast(null, { to: { server: 'host1' } })];
    const settled = Promise.allSettled(waiting);
    await caller.driver.close();
    await settled;
    for (const cast of waiting) await expect(cast).rejects.toThrow(MessageDeliveryFailure);
    await expect(caller.cast()).rejects.toThrow('has been closed');
  });

  it('leaves nothing behind', async () => {
    const caller = await place.caller();
    const listener = await place.worker('host1');
    await caller.call();
    await caller.driver.close();
    await listener.close();
    expect(readdirSync(place.path)).toEqual([]);
  });

  it('leaves a topic that nobody has ever served', async () => {
    const [caller, other] = [await place.caller(), await place.caller()];
    const to = { topic: 'topci' };
    for (const { driver } of [caller, other])
      await expect(driver.send(outgoing({ id: 'x', args: 1 }, { to, mandatory: true }))).rejects.toThrow();
    await caller.driver.close();
    // Its watch makes it again for who is still there.
    await eventually(() => existsSync(join(place.path, 'openstack', 'topci')), 'the directory');
    await other.driver.close();
    expect(readdirSync(place.path)).toEqual([]);
  });
});
