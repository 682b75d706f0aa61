import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type net from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../service/virtual-clock.js';
import { Client, client, directory, opened } from './fixture.js';

const FOREVER = 'console.log("here"); await new Promise(() => {})\n';
const MUCH = 'console.log("x".repeat(2e7))\n';

/** The sockets of a backdoor, in the order of its clients. */
function sockets() {
  const taken: net.Socket[] = [];
  const exclude = (server: net.Server) => server.on('connection', (socket) => taken.push(socket));
  return { taken, exclude };
}

/** A client that has asked for more than fits into the socket, and reads none of it. */
async function deaf(...args: Parameters<typeof client>): Promise<Client> {
  const somebody = await client(...args);
  somebody.socket.write(MUCH);
  await somebody.read('xxx');
  somebody.socket.pause();
  return somebody;
}

describe('close() ends within 0.2 s', () => {
  it.each([
    ['does not read', ''],
    ['does not read, and has left', '.exit\n'],
    ['does not read, and has no more to say', undefined],
  ])('where a client %s', async (_does, last) => {
    const clock = new VirtualClock();
    const { backdoor } = await opened(0, { clock });
    const somebody = await deaf(backdoor);
    if (last === undefined) somebody.socket.end();
    else somebody.socket.write(last);
    const closing = backdoor.close();
    await clock.advance(0.2);
    await closing;
  });

  it('where a client does not read that has made place for another', async () => {
    const clock = new VirtualClock();
    const { taken, exclude } = sockets();
    const { backdoor } = await opened(0, { clock, exclude });
    const first = await deaf(backdoor);
    first.socket.end();
    await once(taken[0]!, 'end');
    for (let count = 1; count < 10; count++) await (await client(backdoor)).ask('1');
    await client(backdoor);
    const closing = backdoor.close();
    await clock.advance(0.2);
    await closing;
  });
});

it('a client that reads slowly gets all of its answer, though it has no more to say', async () => {
  const clock = new VirtualClock();
  const { taken, exclude } = sockets();
  const { backdoor } = await opened(0, { clock, exclude });
  const somebody = await deaf(backdoor);
  somebody.socket.end();
  await once(taken[0]!, 'end');
  await clock.advance(60);
  somebody.socket.resume();
  expect((await somebody.ended()).endsWith('x\nweb[0]> ')).toBe(true);
});

describe('too many clients', () => {
  it.each([
    ['that are gone', '', 1],
    ['that are gone, with lines that nobody has read yet', 'x;\n'.repeat(500_000), 0],
  ])('%s while a line awaits make place for the next ones', async (_which, rest, ends) => {
    const { taken, exclude } = sockets();
    const { backdoor } = await opened(0, { exclude });
    for (let count = 0; count < 10; count++) {
      const somebody = await client(backdoor);
      somebody.socket.write(FOREVER);
      await somebody.read('here\n');
      const paused = once(taken[count]!, ends ? 'end' : 'pause');
      somebody.socket.end(rest);
      await paused;
      somebody.socket.destroy();
    }
    for (let count = 0; count < 10; count++) expect(await (await client(backdoor)).ask('1 + 1')).toBe('2');
    expect(await new Client(backdoor).ended()).toContain('Too many connections.');
  });

  it('that have left, and do not read, make place for the next', async () => {
    const { backdoor } = await opened(0);
    const first = await deaf(backdoor);
    first.socket.write('.exit\n');
    for (let count = 1; count < 10; count++) await (await client(backdoor)).ask('1');
    expect(await (await client(backdoor)).ask('1 + 1')).toBe('2');
  });

  it('that wait for their answer stay while there are some that say nothing', async () => {
    const { taken, exclude } = sockets();
    let answer = (_value: number) => {};
    const answered = new Promise<number>((resolve) => {
      answer = resolve;
    });
    const { backdoor } = await opened(0, { exclude, values: { answered } });
    const waiting = await client(backdoor);
    waiting.socket.end('await answered');
    await once(taken[0]!, 'end');
    const silent = [];
    for (let count = 1; count < 10; count++) silent.push(await client(backdoor));
    await client(backdoor);
    expect(await silent[0]!.ended()).toBe('Another client has come.\n');
    answer(42);
    expect(await waiting.ended()).toBe('42\nweb[0]> ');
  });
});

describe('the CPU profile of a client that is gone ends', () => {
  const profileOf = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

  it('at once at a unix socket', async () => {
    const place = directory();
    const path = join(place, 'now.cpuprofile');
    const clock = new VirtualClock();
    const { backdoor, logged } = await opened(join(place, 'web.sock'), { clock });
    const somebody = await client(backdoor);
    somebody.socket.write(`console.log("here"); await cpuProfile(3600, '${path}')\n`);
    await somebody.read('here\n');
    somebody.socket.destroy();
    await logged(3);
    expect(profileOf(path)).toMatchObject({ nodes: expect.any(Array) });
  });

  it('at a port when its place is needed', async () => {
    const path = join(directory(), 'now.cpuprofile');
    const { taken, exclude } = sockets();
    const { backdoor, logged } = await opened(0, { clock: new VirtualClock(), exclude });
    const somebody = await client(backdoor);
    somebody.socket.write(`console.log("here"); await cpuProfile(3600, '${path}')\n`);
    await somebody.read('here\n');
    somebody.socket.destroy();
    await once(taken[0]!, 'end');
    for (let count = 1; count < 10; count++) await (await client(backdoor)).ask('1');
    await client(backdoor);
    await logged(12);
    expect(profileOf(path)).toMatchObject({ nodes: expect.any(Array) });
  });
});
