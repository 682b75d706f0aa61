import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Feed } from '../../src/operations/control/feed.js';
import { LogSink } from '../../src/system/log-sink.js';
import { Pipe } from './pipe.js';

let pipe: Pipe;
let sink: LogSink;

beforeEach(() => {
  pipe = new Pipe();
  sink = new LogSink(pipe.writer);
});

afterEach(async () => {
  await sink.close(0);
  pipe.remove();
});

/** Numbered lines of 1 kB. */
const line = (number: number) => `${number} ${'x'.repeat(1024)}`;

describe('lines', () => {
  test('are out when write() returns, each with one newline', () => {
    sink.write('one');
    sink.write('two\n');
    expect(pipe.read()).toBe('one\ntwo\n');
  });

  test('are whole and in order, though the reader is slower', async () => {
    const got: string[] = [];
    for (let number = 0; number < 1000; number++) sink.write(line(number));
    const closed = sink.close(30);
    await vi.waitFor(
      () => {
        got.push(...pipe.lines());
        expect(got).toHaveLength(1000);
      },
      { timeout: 20_000, interval: 5 },
    );
    await closed;
    expect(got).toEqual(Array.from({ length: 1000 }, (_, number) => line(number)));
  });

  test('after close() are not written', async () => {
    sink.write('before');
    await sink.close(1);
    sink.write('after');
    expect(pipe.read()).toBe('before\n');
  });
});

describe('secrets', () => {
  test('are masked wherever they are, however often', () => {
    sink.mask(['hunter22']);
    sink.write('{"a":"hunter22","b":"xhunter22hunter22"}');
    expect(pipe.read()).toBe('{"a":"***","b":"x******"}\n');
  });

  test('also as JSON writes them', () => {
    const secret = 'a"b\\c\nd\u0007';
    sink.mask([secret]);
    sink.write(JSON.stringify({ secret, text: `<${secret}>` }));
    expect(pipe.read()).toBe('{"secret":"***","text":"<***>"}\n');
  });

  // A fault of log-sink.ts, which masks them in the order of the definition: make this a test() when it is mended.
  test('one that is the beginning of another does not uncover the rest of that', () => {
    sink.mask(['abcdef', 'abcdefghi']);
    sink.write('abcdefghi');
    expect(pipe.read()).toBe('***\n');
  });

  test('with special meanings elsewhere are plain text here', () => {
    sink.mask(['$&.*(x']);
    sink.write('a $&.*(x b');
    expect(pipe.read()).toBe('a *** b\n');
  });

  test('that are words of JSON leave a line, and an event that is kept, JSON', () => {
    sink.mask(['false']);
    sink.write(JSON.stringify({ cut: false, msg: 'false' }));
    expect(pipe.read()).toBe('{"cut":false,"msg":"***"}\n');
    const feed = new Feed();
    feed.event('info', 'It is false.', { id: 'a', cut: false }, (text) => sink.masked(text));
    expect(JSON.parse(feed.events.recent[0]!)).toMatchObject({ id: 'a', cut: false, message: 'It is ***.' });
  });

  test('short ones would mask words, and are left', () => {
    sink.mask(['', 'abc', 'long']);
    sink.write('abc long');
    expect(pipe.read()).toBe('abc ***\n');
  });
});

describe('a pipe that nobody reads', () => {
  test('blocks nobody, and what could not be kept is counted and confessed when there is a reader again', async () => {
    const many = 5000;
    const began = performance.now();
    for (let number = 0; number < many; number++) sink.write(line(number));
    expect(performance.now() - began).toBeLessThan(5000);
    const got: string[] = [];
    await vi.waitFor(
      () => {
        got.push(...pipe.lines());
        expect(got.at(-1)).toContain('lines-dropped');
      },
      { timeout: 10_000, interval: 5 },
    );
    const kept = got.slice(0, -1);
    expect(kept).toEqual(kept.map((_, number) => line(number)));
    const dropped = many - kept.length;
    expect(dropped).toBeGreaterThan(0);
    expect(JSON.parse(got.at(-1)!)).toMatchObject({
      level: 40,
      id: 'lines-dropped',
      dropped,
      msg: `${dropped} log lines were dropped, because nobody was reading them`,
    });
    sink.write('again');
    expect(pipe.read()).toBe('again\n');
  });

  test('does not keep close() longer than it may', async () => {
    for (let number = 0; number < 500; number++) sink.write(line(number));
    const began = performance.now();
    await sink.close(0.05);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('room()', () => {
  test('is there as long as the reader is not behind', () => {
    sink.write('one');
    expect(sink.room()).toBeUndefined();
  });

  test('comes when he has caught up, so that nothing is dropped', async () => {
    for (let number = 0; number < 600; number++) sink.write(line(number));
    let room = false;
    const got: string[] = [];
    void sink.room()!.then(() => {
      room = true;
    });
    expect(sink.room()).toBe(sink.room());
    await vi.waitFor(
      () => {
        got.push(...pipe.lines());
        expect(room).toBe(true);
      },
      { timeout: 10_000, interval: 1 },
    );
    expect([...got, ...pipe.lines()]).toEqual(Array.from({ length: 600 }, (_, number) => line(number)));
    expect(sink.room()).toBeUndefined();
  });

  test('is not waited for for ever: one who reads nothing counts as stuck', async () => {
    for (let number = 0; number < 600; number++) sink.write(line(number));
    await sink.room();
    expect(sink.room()).toBeUndefined();
  });
});

test('a reader who goes away is survived', async () => {
  for (let number = 0; number < 600; number++) sink.write(line(number));
  pipe.closeReader();
  for (let number = 0; number < 600; number++) sink.write(line(number));
  const began = performance.now();
  await sink.close(10);
  expect(performance.now() - began).toBeLessThan(5000);
});

test('it listens for the exit of the process until it is closed', async () => {
  const before = process.listenerCount('exit');
  const another = new LogSink(pipe.writer);
  expect(process.listenerCount('exit')).toBe(before + 1);
  await another.close(1);
  await another.close(1);
  expect(process.listenerCount('exit')).toBe(before);
});

test('a regular file keeps its offset: what others write to it is not overwritten', async () => {
  const place = mkdtempSync(`${tmpdir()}/nova-sink-`);
  const fd = openSync(`${place}/log`, 'w');
  try {
    writeSync(fd, 'before\n');
    const file = new LogSink(fd);
    file.write('line');
    writeSync(fd, 'between\n');
    file.write('line');
    await file.close(1);
    writeSync(fd, 'after\n');
    expect(readFileSync(`${place}/log`, 'utf8')).toBe('before\nline\nbetween\nline\nafter\n');
  } finally {
    closeSync(fd);
    rmSync(place, { recursive: true });
  }
});

test('a full disk, and a descriptor that is closed, throw nothing', async () => {
  const full = openSync('/dev/full', 'w');
  const sinks = [new LogSink(full), new LogSink(999_999)];
  for (const broken of sinks) for (let i = 0; i < 3; i++) broken.write('x');
  for (const broken of sinks) await broken.close(0.1);
  closeSync(full);
});
