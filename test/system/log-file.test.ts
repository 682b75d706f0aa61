import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from '../../src/system/log-file.js';
import { LogSink } from '../../src/system/log-sink.js';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nova-log-'));
  path = join(directory, 'a.log');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('one that is made has the mode, whatever the umask; one that is there keeps its own, and what it has', () => {
  const fd = openLogFile(path, 0o664);
  writeSync(fd, 'one\n');
  closeSync(fd);
  expect(statSync(path).mode & 0o777).toBe(0o664);
  writeFileSync(join(directory, 'b.log'), 'old\n', { mode: 0o600 });
  const other = openLogFile(join(directory, 'b.log'), 0o664);
  writeSync(other, 'new\n');
  closeSync(other);
  expect(readFileSync(join(directory, 'b.log'), 'utf8')).toBe('old\nnew\n');
  expect(statSync(join(directory, 'b.log')).mode & 0o777).toBe(0o600);
});

test('a pipe that nobody reads is not waited for', () => {
  execFileSync('mkfifo', [path]);
  expect(() => openLogFile(path, 0o600)).toThrow(/ENXIO/);
  expect(() => openLogFile(join(directory, 'missing/a.log'), 0o600)).toThrow(/ENOENT/);
});

test('a sink goes on in another file, and closes the one before', async () => {
  const sink = new LogSink(openLogFile(path, 0o600), true);
  sink.mask(['hunter22']);
  sink.write('first hunter22');
  const other = openLogFile(`${path}.2`, 0o600);
  sink.redirect(other);
  sink.write('second hunter22');
  expect(readFileSync(path, 'utf8')).toBe('first ***\n');
  expect(readFileSync(`${path}.2`, 'utf8')).toBe('second ***\n');
  await sink.close(1);
  expect(() => writeSync(other, 'x')).toThrow(/EBADF/);
});
