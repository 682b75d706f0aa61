import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StubStore } from '../../../../src/nova/compute/stub/store.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nova-stub-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function open(): Promise<StubStore> {
  const store = new StubStore(join(directory, 'host'));
  await store.open();
  return store;
}

describe('StubStore', () => {
  it('finds after a restart what it was given, and nothing else', async () => {
    const store = await open();
    await store.put({ uuid: 'a', name: 'one', state: 1 });
    await store.put({ uuid: 'a', name: 'one', state: 4 });
    await store.put({ uuid: 'b', name: 'two', state: 1 });
    await store.remove('b');
    await store.remove('c');
    const again = await open();
    expect(await again.get('a')).toEqual({ uuid: 'a', name: 'one', state: 4 });
    expect(await again.get('b')).toBeUndefined();
    expect(await again.list()).toEqual(['a']);
    expect(await readdir(join(directory, 'host'))).toEqual(['a.json']);
  });

  it('holds what two processes of a host write at once', async () => {
    const [one, other] = [await open(), await open()];
    const names = Array.from({ length: 40 }, (_, index) => `i${index}`);
    await Promise.all(
      names.map((uuid, index) => (index % 2 ? one : other).put({ uuid, name: uuid, state: 1 })),
    );
    expect([...(await one.list())].sort()).toEqual([...names].sort());
  });

  it('leaves its directory for no uuid', async () => {
    const store = await open();
    await expect(store.get('../a')).rejects.toThrow(TypeError);
    await expect(store.put({ uuid: 'a/b', name: '', state: 1 })).rejects.toThrow(TypeError);
  });
});
