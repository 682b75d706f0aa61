import { closeSync, openSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outlet } from '../../src/system/outlet.js';
import { Pipe } from './pipe.js';

/** More than any pipe holds, less than what may wait. */
const MUCH = `${'x'.repeat(600 * 1024 - 1)}\n`;

let pipe: Pipe;
let outlet: Outlet;

beforeEach(() => {
  pipe = new Pipe();
  outlet = new Outlet(pipe.writer);
});

afterEach(() => {
  outlet.close();
  pipe.remove();
});

test('what there is room for is out when write() returns', () => {
  expect(outlet.write('one\n')).toBe(true);
  expect(pipe.read()).toBe('one\n');
  expect(outlet.length).toBe(0);
});

test('the rest waits, comes in order and whole when there is room, and that can be waited for', async () => {
  expect(outlet.write(MUCH)).toBe(true);
  expect(outlet.write('last\n')).toBe(true);
  const waiting = outlet.length;
  expect(waiting).toBeGreaterThan(0);
  let empty = false;
  const emptied = outlet.emptied().then(() => {
    empty = true;
  });
  let text = '';
  await vi.waitFor(
    () => {
      text += pipe.read();
      expect(empty).toBe(true);
    },
    { timeout: 10_000, interval: 5 },
  );
  await emptied;
  expect(outlet.length).toBe(0);
  expect(text + pipe.read()).toBe(`${MUCH}last\n`);
});

test('a line that does not fit into what may wait is refused, and the ones before it are not harmed', () => {
  expect(outlet.write(MUCH)).toBe(true);
  const waiting = outlet.length;
  expect(outlet.write(`${MUCH}${MUCH}`)).toBe(false);
  expect(outlet.length).toBe(waiting);
  expect(outlet.write('short\n')).toBe(true);
});

test('one line alone may be longer than all that may wait', () => {
  expect(outlet.write(MUCH.repeat(3))).toBe(true);
  expect(outlet.length).toBeGreaterThan(1024 * 1024);
});

test('the length is in bytes', () => {
  outlet.write(MUCH);
  const waiting = outlet.length;
  outlet.write('žž\n');
  expect(outlet.length - waiting).toBe(5);
});

test('flushNow() gives up when nobody reads, and what waits is not lost', () => {
  outlet.write(MUCH);
  const began = performance.now();
  outlet.flushNow(50);
  expect(performance.now() - began).toBeGreaterThanOrEqual(50);
  expect(performance.now() - began).toBeLessThan(5000);
  let text = pipe.read();
  while (outlet.length > 0) {
    outlet.flushNow(1);
    text += pipe.read();
  }
  expect(text + pipe.read()).toBe(MUCH);
});

test('flushNow() with nothing to do is done', () => {
  const began = performance.now();
  outlet.flushNow(10_000);
  expect(performance.now() - began).toBeLessThan(5000);
});

test('when the reader has gone, nothing waits any more, and everything is taken', async () => {
  outlet.write(MUCH);
  const emptied = outlet.emptied();
  pipe.closeReader();
  await emptied;
  expect(outlet.length).toBe(0);
  for (let i = 0; i < 10; i++) expect(outlet.write(MUCH)).toBe(true);
  expect(outlet.length).toBe(0);
});

test('closed, it lets those go who wait, and writes nothing', async () => {
  outlet.write(MUCH);
  const emptied = outlet.emptied();
  outlet.close();
  await emptied;
  pipe.read();
  outlet.write('late\n');
  expect(pipe.read()).toBe('');
});

test('a full disk refuses the line at hand and nothing else', async () => {
  const full = openSync('/dev/full', 'w');
  try {
    const disk = new Outlet(full);
    expect(disk.write('one\n')).toBe(false);
    expect(disk.length).toBe(0);
    await disk.emptied();
    expect(disk.write('two\n')).toBe(false);
  } finally {
    closeSync(full);
  }
});
