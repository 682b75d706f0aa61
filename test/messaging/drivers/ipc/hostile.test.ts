import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Incoming } from '../../../../src/messaging/driver.js';
import { encode } from '../../../../src/messaging/drivers/ipc/frames.js';
import { helloFrame, Type, VERSION } from '../../../../src/messaging/drivers/ipc/protocol.js';
import { MessageDeliveryFailure, ServerLost } from '../../../../src/messaging/errors.js';
import { answer, eventually, Inbox, type Message, Place, reply } from './helpers.js';

let place: Place;
const sockets: (net.Socket | net.Server)[] = [];
beforeEach(() => {
  place = new Place();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket instanceof net.Socket ? socket.destroy() : socket.close();
  await place.remove();
});

const frame = (type: number, id: number, text = '') => {
  return encode([{ type, id, text, size: Buffer.byteLength(text) }]);
};
const hello = (prefetch = 0) => {
  const { type, id, text } = helloFrame({ pid: process.pid, prefetch });
  return frame(type, id, text);
};
const directory = () => join(place.path, 'openstack', 'topic');

/** A client that is not ours. */
function connect(): net.Socket {
  const [file] = readdirSync(directory()).filter((name) => name.endsWith('.sock'));
  const socket = net.connect({ path: join(directory(), file!) });
  socket.on('error', () => {});
  sockets.push(socket);
  return socket;
}

/** A server that is not ours; resolves when it can be found. */
async function serve(onConnection: (socket: net.Socket) => void): Promise<void> {
  mkdirSync(directory(), { recursive: true, mode: 0o700 });
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  sockets.push(server);
  server.listen({ path: join(directory(), 'false.1.0123456789ab.sock') });
  await once(server, 'listening');
}

const immediate = () => new Promise((resolve) => setImmediate(resolve));
const warnings = () => place.log.lines.map(({ level, sentence }) => `${level}: ${sentence}`);

describe('a client that is malformed is disconnected, told of once, and nobody else notices', () => {
  it.each([
    ['no frames at all', [Buffer.from('GET / HTTP/1.1\r\n\r\n')], /a frame of 1195725856 bytes/],
    ['a frame that is too short', [Buffer.from([0, 0, 0, 4, 1, 2, 3, 4])], /a frame of 4 bytes/],
    ['a long frame before its hello', [Buffer.from([0, 1, 0, 0, 1])], /a frame of 65536 bytes/],
    ['a frame that is too long', [hello(), Buffer.from([4, 0, 0, 6])], /a frame of 67108870 bytes/],
    ['another version', [frame(Type.HELLO, VERSION + 1, '{}')], /version 2 of the protocol/],
    ['a hello that says nothing', [frame(Type.HELLO, VERSION, 'null')], /a hello without pid/],
    ['a request before its hello', [frame(Type.REQUEST, 1, '{}')], /type 2 before the hello/],
    ['a frame of a type that is none', [hello(), frame(77, 1)], /a frame of type 77/],
    ['a frame of servers', [hello(), frame(Type.REPLY, 1, '{}')], /a frame of type 7/],
    ['a request that is no JSON', [hello(), frame(Type.REQUEST, 1, '{"a":')], /it is no JSON/],
    ['two requests in one', [hello(), frame(Type.REQUEST, 1, '{}'), frame(Type.REQUEST, 1, '{}')], /second/],
    [
      'a request after the last',
      [hello(), frame(Type.BYE, 0), frame(Type.REQUEST, 1, '{}')],
      /after the last/,
    ],
    [
      'more than the server takes',
      [hello(), ...Array.from({ length: 17 }, (_, i) => frame(Type.REQUEST, i, '{}'))],
      /more than 16 requests/,
    ],
  ])('%s', async (_, chunks, what) => {
    const inbox = new Inbox();
    const taken: Message[] = [];
    await place.worker('host1', (incoming) => {
      const message = incoming.message as Message;
      taken.push(message);
      if (message._msg_id === undefined) inbox.take(incoming);
      else void answer(incoming);
    });
    const caller = await place.caller();
    await caller.call();
    const socket = connect();
    const closed = once(socket, 'close');
    socket.resume();
    for (const chunk of chunks) socket.write(chunk);
    await closed;
    await eventually(() => warnings().length > 0, 'the warning');
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toMatch(/^warn: A client .*of the server host1 is disconnected/);
    expect(warnings()[0]).toMatch(what);
    for (const incoming of inbox.all) await expect(incoming.acknowledge()).rejects.toThrow();
    expect(await caller.call()).toBe('done');
  });
});

describe('a server that is malformed is disconnected, told of once, and its requests are not sent again', () => {
  it.each([
    ['garbage', Buffer.from('garbage'), /a frame of \d+ bytes/],
    ['a frame of a type that is none', frame(99, 1), /a frame of type 99/],
    ['a reply that is no JSON', frame(Type.REPLY, 1, 'nonsense'), /it is no JSON/],
    ['a second hello', hello(4), /a frame of type 1/],
  ])('%s', async (_, bytes, what) => {
    let requests = 0;
    await serve((socket) => {
      socket.write(hello(4));
      socket.on('data', (chunk: Buffer) => {
        if (!chunk.includes('_msg_id')) return;
        requests++;
        socket.write(bytes);
      });
    });
    const caller = await place.caller();
    await expect(caller.call()).rejects.toThrow(MessageDeliveryFailure);
    expect(requests).toBe(1);
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toMatch(/^warn: The connection to the server false \(pid 1\) is ended/);
    expect(warnings()[0]).toMatch(what);
  });

  it('ignores what it says about requests that nobody sent', async () => {
    await serve((socket) => {
      socket.write(hello(4));
      for (const type of [Type.BEGUN, Type.REFUSED, Type.REPLY, Type.SIGN])
        socket.write(frame(type, 900, '{}'));
      socket.on('data', (chunk: Buffer) => {
        const id = /"_msg_id":"(\w+)"/.exec(chunk.toString('latin1'))?.[1];
        if (id === undefined) return;
        const [once, more] = [frame(Type.BEGUN, 1), frame(Type.REPLY, 1, reply(id, 'done'))];
        socket.write(Buffer.concat([once, once, frame(Type.REFUSED, 1), more, more, once]));
      });
    });
    const caller = await place.caller();
    expect(await caller.call()).toBe('done');
    expect(warnings()).toEqual([]);
  });
});

describe('a server that dies while it is written to', () => {
  it('is heard to its last word: what it had begun is lost, the rest goes to another', async () => {
    const caller = await place.caller();
    let second: Promise<unknown> | undefined;
    await serve((socket) => {
      socket.write(hello(2));
      socket.on('data', (chunk: Buffer) => {
        if (!chunk.includes('"first"')) return;
        socket.write(frame(Type.BEGUN, 1), () => {
          for (const one of sockets) one instanceof net.Server ? one.close() : one.destroy();
          // Now the client writes, and cannot; what is in its own socket it has not read yet.
          second = caller.call('second');
        });
      });
    });
    await expect(caller.call('first')).rejects.toThrow(ServerLost);
    await place.worker('host1');
    expect(await second).toBe('done');
    expect(place.log.lines).toEqual([]);
  });
});

describe('a server whose connection breaks', () => {
  it('gets a fanout that it had not begun when it is there again, in order', async () => {
    let connections = 0;
    const seen: string[] = [];
    await serve((socket) => {
      const first = ++connections === 1;
      socket.write(hello(4));
      socket.on('data', (chunk: Buffer) => {
        for (const [, args] of chunk.toString('latin1').matchAll(/"args":(\d)/g)) {
          seen.push(args!);
          if (first && seen.length === 3) socket.destroy();
          if (!first) socket.write(frame(Type.BEGUN, seen.length - 3));
        }
      });
    });
    const caller = await place.caller();
    const order: number[] = [];
    const casts = [1, 2, 3].map((i) =>
      caller.cast(i, { to: { fanout: true } }).then(() => {
        order.push(i);
        expect(seen.length).toBeGreaterThan(3);
      }),
    );
    await Promise.all(casts);
    expect(seen).toEqual(['1', '2', '3', '1', '2', '3']);
    expect(order).toEqual([1, 2, 3]);
  });

  it('is over for a fanout when it does not come back', async () => {
    await serve((socket) => {
      socket.write(hello(4));
      socket.on('data', (chunk: Buffer) => {
        if (!chunk.includes('"args":1')) return;
        for (const one of sockets) one instanceof net.Server ? one.close() : one.destroy();
      });
    });
    const caller = await place.caller();
    await caller.cast(1, { to: { fanout: true } });
  });

  it('may run again what it had taken and not begun, whatever it said since', async () => {
    let requests = 0;
    await serve((socket) => {
      socket.write(hello(4));
      socket.on('data', (chunk: Buffer) => {
        const id = /"_msg_id":"(\w+)"/.exec(chunk.toString('latin1'))?.[1];
        if (id === undefined) return;
        const taken = frame(Type.TAKEN, 1);
        if (++requests === 1) socket.write(Buffer.concat([taken, taken, frame(99, 1)]));
        else if (requests === 2) socket.write(Buffer.concat([taken, frame(Type.REFUSED, 1)]));
        else socket.write(Buffer.concat([taken, frame(Type.REPLY, 2, reply(id, 'done')), taken]));
      });
    });
    const caller = await place.caller();
    expect(await caller.call()).toBe('done');
    expect(requests).toBe(3);
  });
});

describe('a client that does not read', () => {
  it('is read from no more while too many of its replies wait', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take, { prefetch: 50 });
    const socket = connect();
    socket.pause();
    await once(socket, 'connect');
    socket.write(hello());
    for (let id = 0; id < 20; id++) socket.write(frame(Type.REQUEST, id, '{}'));
    // All at first: what tells of the beginning of one would wait behind the replies to others.
    const begun = [];
    for (let i = 0; i < 20; i++) begun.push(await inbox.next());
    await Promise.all(begun.map((incoming) => incoming.acknowledge()));
    const replies = begun.map((incoming) => incoming.reply('x'.repeat(1024 * 1024), 'final'));
    // Once what the kernel holds is full, nothing more is taken, and all that follows stays with the client.
    for (let id = 20; id < 40; id++)
      socket.write(frame(Type.REQUEST, id, JSON.stringify('y'.repeat(100_000))));
    const caller = await place.caller();
    for (let i = 0; i < 50; i++) {
      const call = caller.call();
      await answer(await inbox.next());
      await call;
    }
    expect(inbox.all).toHaveLength(70);
    expect(socket.writableLength).toBeGreaterThan(1_000_000);
    socket.resume();
    expect(await Promise.all(replies)).toEqual(Array(20).fill(true));
    for (let i = 0; i < 20; i++) await (await inbox.next()).acknowledge();
    expect(place.log.lines).toEqual([]);
  });

  it('does not keep the places of a server: what cannot be told to have begun is not run', async () => {
    const inbox = new Inbox();
    await place.worker('host1', inbox.take);
    const socket = connect();
    socket.pause();
    socket.write(hello());
    for (let id = 1; id <= 2; id++) socket.write(frame(Type.REQUEST, id, '{}'));
    const [first, second] = [await inbox.next(), await inbox.next()];
    await first.acknowledge();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const sent = first.reply('x'.repeat(8e6), 'final');
      await immediate();
      // A reply may wait for ever; nobody has to.
      vi.advanceTimersByTime(60_000);
      let refused = '';
      const told = second.acknowledge().catch((error: Error) => {
        refused = error.message;
      });
      await immediate();
      vi.advanceTimersByTime(9999);
      await immediate();
      expect(refused).toBe('');
      vi.advanceTimersByTime(1);
      await immediate();
      expect(refused).toMatch(/^The client is gone, or has got the request back/);
      await told;
      expect(await sent).toBe(false);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
    expect(warnings()).toEqual([
      `warn: A client with the pid ${process.pid} of the server host1 is disconnected: it has not read what came for it within 10 s, and requests wait for that.`,
    ]);
  });

  it('is waited for while the server stops, and not longer than 5 s', async () => {
    const inbox = new Inbox();
    const listener = await place.worker('host1', inbox.take);
    const socket = connect();
    socket.pause();
    socket.write(hello());
    for (let id = 1; id <= 3; id++) socket.write(frame(Type.REQUEST, id, '{}'));
    const [before, after, never] = [await inbox.next(), await inbox.next(), await inbox.next()];
    await Promise.all([before.acknowledge(), after.acknowledge()]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const results: string[] = [];
      const send = (incoming: Incoming, name: string) =>
        incoming.reply('x'.repeat(8e6), 'final').then((sent) => results.push(`${name}: ${sent}`));
      const first = send(before, 'first');
      await immediate();
      vi.advanceTimersByTime(60_000);
      await immediate();
      expect(results).toEqual([]);
      const stopped = listener.stop();
      vi.advanceTimersByTime(4000);
      await stopped;
      const second = send(after, 'second');
      await immediate();
      expect(results).toEqual([]);
      vi.advanceTimersByTime(1001);
      await Promise.all([first, second]);
      expect(results).toEqual(['first: false', 'second: false']);
      await expect(never.acknowledge()).rejects.toThrow();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
    await listener.close();
    expect(place.log.lines).toEqual([]);
  });

  it('gets a reply that was begun in the stop, if it reads in time', async () => {
    const inbox = new Inbox();
    const listener = await place.worker('host1', inbox.take);
    const socket = connect();
    socket.write(hello());
    socket.write(frame(Type.REQUEST, 1, '{}'));
    const incoming = await inbox.next();
    await incoming.acknowledge();
    socket.write(frame(Type.BYE, 0));
    await listener.stop();
    socket.pause();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const sent = incoming.reply('x'.repeat(8e6), 'final');
      await immediate();
      vi.advanceTimersByTime(4999);
      socket.resume();
      // Who reads in time gets all of it.
      expect(await sent).toBe(true);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
    await listener.close();
  });

  it('does not keep a server from stopping', async () => {
    const inbox = new Inbox();
    const listener = await place.worker('host1', inbox.take);
    const socket = connect();
    socket.pause();
    socket.write(hello());
    socket.write(frame(Type.REQUEST, 1, '{}'));
    await inbox.next();
    const silent = connect();
    await once(silent, 'connect');
    const began = performance.now();
    await listener.stop();
    expect(performance.now() - began).toBeGreaterThan(1500);
    const closed = once(socket, 'close');
    socket.resume();
    silent.resume();
    socket.write(frame(Type.REQUEST, 2, '{}'));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    const refused = frame(Type.REFUSED, 2);
    await eventually(() => Buffer.concat(chunks).includes(refused), 'the refusal');
    await listener.close();
    await closed;
    expect(place.log.lines).toEqual([]);
  });
});
