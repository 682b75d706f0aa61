import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually, Place } from './helpers.js';

/** Names in the directory: that of a server may vanish, and so may the directory. */

let place: Place;
const children: ChildProcess[] = [];
beforeEach(() => {
  place = new Place();
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await place.remove();
});

const directory = () => join(place.path, 'openstack', 'topic');
const names = () => readdirSync(directory()).filter((name) => name.endsWith('.sock'));
const said = () => place.log.lines.map(({ level, sentence }) => `${level}: ${sentence}`);

/** Nobody can listen while it says so; gives how often somebody tried. */
function refuseToListen(code: string, refuses: (count: number) => boolean): () => number {
  let count = 0;
  const { listen } = net.Server.prototype;
  vi.spyOn(net.Server.prototype, 'listen').mockImplementation(function (
    this: net.Server,
    ...args: unknown[]
  ) {
    if (!refuses(++count)) return Reflect.apply(listen, this, args);
    const error = Object.assign(new Error(`listen ${code}: not now`), { code, syscall: 'listen' });
    process.nextTick(() => this.emit('error', error));
    return this;
  });
  return () => count;
}

describe('a name that is gone and cannot be published again', () => {
  it('is tried until it can be, and told of when that begins and ends', async () => {
    await place.worker('host1');
    const tries = refuseToListen('EMFILE', (count) => count <= 2);
    rmSync(join(place.path, 'openstack'), { recursive: true });
    await eventually(() => said().length === 2, 'it to be told of');
    expect(said()).toEqual([
      expect.stringMatching(
        /^warn: No new client finds the server host1; its name is tried again: .*listen EMFILE: not now/,
      ),
      'info: New clients find the server host1 again.',
    ]);
    expect(tries()).toBe(3);
    expect(names()).toHaveLength(1);
    const caller = await place.caller();
    expect(await caller.call()).toBe('done');
    // Whatever was in the way, the next time begins anew.
    for (const name of names()) rmSync(join(directory(), name));
    await eventually(() => names().length === 1, 'the name');
    expect(await (await place.caller()).call()).toBe('done');
    expect(said()).toHaveLength(2);
  });

  it('is tried at once where its directory was taken away meanwhile', async () => {
    await place.worker('host1');
    const tries = refuseToListen('EACCES', (count) => count <= 3);
    rmSync(join(place.path, 'openstack'), { recursive: true });
    expect(await (await place.caller()).call()).toBe('done');
    expect([tries(), said()]).toEqual([4, []]);
  });

  it('is not tried after the server has stopped', async () => {
    const listener = await place.worker('host1');
    const tries = refuseToListen('EMFILE', () => true);
    rmSync(join(place.path, 'openstack'), { recursive: true });
    await eventually(() => tries() === 1, 'a try');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await listener.close();
      vi.advanceTimersByTime(60_000);
    } finally {
      vi.useRealTimers();
    }
    expect(tries()).toBe(1);
    expect(readdirSync(place.path)).toEqual([]);
  });

  it('fails a server that begins, and leaves nothing', async () => {
    refuseToListen('EMFILE', () => true);
    await expect(place.worker('host1')).rejects.toThrow(/The server host1 cannot listen in .*EMFILE/);
    expect(readdirSync(place.path)).toEqual([]);
  });
});

/** Another process that does this, again and again, until it is killed; resolves when it has begun. */
async function forever(statement: string): Promise<ChildProcess> {
  const code = `const fs = require('fs'), path = ${JSON.stringify(place.path)};
    let count = 0;
    const cell = new Int32Array(new SharedArrayBuffer(4));
    process.stdout.write('x'); for (;;) try { Atomics.wait(cell, 0, 0, Math.random()); ${statement} } catch {}`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout!, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('another process', () => {
  it('that removes all, again and again, does not keep a server from being found when it ends', async () => {
    await place.worker('host1');
    const removals = `fs.rmSync(path + '/openstack', { recursive: true }); if (++count === 300) process.exit();`;
    const child = await forever(removals);
    if (child.exitCode === null) await once(child, 'exit');
    expect(await (await place.caller()).call()).toBe('done');
  });

  it('that removes what is empty is in the way of nobody', async () => {
    const both = `for (const name of ['/openstack/topic', '/openstack']) fs.rmdirSync(path + name);`;
    const child = await forever(both);
    for (let i = 0; i < 100; i++) {
      const [listener, caller] = await Promise.all([place.worker('host1'), place.caller()]);
      expect(await caller.call()).toBe('done');
      await Promise.all([listener.close(), caller.driver.close()]);
    }
    await end(child);
    expect(said()).toEqual([]);
  });
});
