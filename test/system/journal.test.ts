import { mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forJournal, isJournal } from '../../src/system/journal.js';
import { LogSink } from '../../src/system/log-sink.js';

let directory: string;
let path: string;
let fd: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nova-journal-'));
  path = join(directory, 'stream');
  fd = openSync(path, 'a');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

test.each([
  ['{"level":10,"msg":"a"}', '<7>'],
  ['{"level":20,"msg":"a"}', '<7>'],
  ['{"level":30,"msg":"a"}', '<6>'],
  ['{"level":40,"msg":"a"}', '<4>'],
  ['{"service":"a","worker":0,"level":50}', '<3>'],
  ['{"level":60,"msg":"a"}', '<2>'],
  ['{"level":99}', '<6>'],
  ['{"severity":"bad"}', '<6>'],
])('%s is %s', (line, prefix) => expect(forJournal(line)).toBe(`${prefix}${line}`));

test('only the file that systemd has named is the journal', () => {
  const { dev, ino } = statSync(path, { bigint: true });
  expect(isJournal(fd, { JOURNAL_STREAM: `${dev}:${ino}` })).toBe(true);
  expect(isJournal(fd, { JOURNAL_STREAM: `${dev}:${ino + 1n}` })).toBe(false);
  expect(isJournal(fd, {})).toBe(false);
  expect(isJournal(9999, { JOURNAL_STREAM: `${dev}:${ino}` })).toBe(false);
});

test('a sink that the journal reads puts the level in front of its lines; another does not', async () => {
  const { dev, ino } = statSync(path, { bigint: true });
  const write = async () => {
    const sink = new LogSink(fd);
    sink.write('{"level":40,"msg":"a"}');
    await sink.close(1);
  };
  await write();
  vi.stubEnv('JOURNAL_STREAM', `${dev}:${ino}`);
  await write();
  expect(readFileSync(path, 'utf8')).toBe('{"level":40,"msg":"a"}\n<4>{"level":40,"msg":"a"}\n');
});
