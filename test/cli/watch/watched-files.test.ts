import { chmodSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadedBy } from '../../../src/cli/watch/loaded.js';
import { WatchedFiles } from '../../../src/cli/watch/watched-files.js';

let directory: string;
let told: string[][];
let files: WatchedFiles;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'nova-watch-')));
  mkdirSync(join(directory, 'a/b'), { recursive: true });
  told = [];
  files = new WatchedFiles((changed) => void told.push([...changed].sort()));
  for (const name of ['one.js', 'other.js', 'a/b/two.js']) write(name, 'old');
  files.add([path('one.js'), path('a/b/two.js')]);
});

afterEach(() => {
  files.close();
  rmSync(directory, { recursive: true, force: true });
});

const path = (name: string) => join(directory, name);
const write = (name: string, text: string) => writeFileSync(path(name), text);

/** The file that is changed last ends the wait, so that what came before has been seen. */
async function next(): Promise<string[]> {
  await vi.waitFor(() => expect(told).not.toEqual([]), { timeout: 10_000, interval: 5 });
  return told.shift()!;
}

test('several changes at once are told once', async () => {
  write('one.js', 'new');
  write('a/b/two.js', 'new');
  expect(await next()).toEqual([path('a/b/two.js'), path('one.js')]);
  expect({ told, changes: files.changes }).toEqual({ told: [], changes: 1 });
});

test('a file that is saved by putting another in its place', async () => {
  for (const text of ['new', 'newer']) {
    write('.one.js.swp', text);
    renameSync(path('.one.js.swp'), path('one.js'));
    expect(await next()).toEqual([path('one.js')]);
  }
});

test('what is not among the files, and what is touched and as it was, is no change; a new module is', async () => {
  write('other.js', 'new');
  write('notes.txt', 'new');
  chmodSync(path('one.js'), 0o600);
  write('new.mjs', 'new');
  expect(await next()).toEqual([path('new.mjs')]);
  write('new.mjs', 'newer');
  write('one.js', 'new');
  expect(await next()).toEqual([path('one.js')]);
});

test('directories that go and come again, whose parents were not watched', async () => {
  rmSync(path('a'), { recursive: true });
  expect(await next()).toEqual([path('a/b/two.js')]);
  mkdirSync(path('a'));
  await next();
  mkdirSync(path('a/b'));
  write('a/b/two.js', 'back');
  await next();
  told.length = 0;
  write('a/b/two.js', 'again');
  expect(await next()).toEqual([path('a/b/two.js')]);
});

test('change() resolves with the next one', async () => {
  const changed = files.change();
  write('one.js', 'new');
  await changed;
  expect(files.changes).toBe(1);
});

test('what workers tell they load: packages, built-ins and our own code are left out', () => {
  const ours = new URL('../../../src/cli/main.ts', import.meta.url).href;
  const urls = ['file:///a/b.js?x=1', 'file:///a/node_modules/c/d.js', 'node:fs', 'data:,', ours, 7];
  expect(loadedBy({ 'watch:import': urls })).toEqual(['/a/b.js']);
  expect(loadedBy({ 'watch:require': ['/a/c.cjs?namespace=1', null, 'fs'] })).toEqual(['/a/c.cjs']);
  for (const other of [null, 'text', {}, { 'watch:import': 'x' }, { 'nova-launch': {} }])
    expect(loadedBy(other)).toEqual([]);
});
