import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { client, directory, opened } from './fixture.js';

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const text = (printed: string) => printed.replaceAll("'", '');

it('heapSnapshot() writes what DevTools can read, for this user only, and tells where', async () => {
  const path = join(directory(), 'now.heapsnapshot');
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const somebody = await client((await opened(0)).backdoor);
  expect(await somebody.ask(`heapSnapshot('${path}')`)).toBe(`'${path}'`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(json(path)).toMatchObject({
    snapshot: { node_count: expect.any(Number) },
    nodes: expect.any(Array),
  });
});

it('without a path it is a temporary file', async () => {
  const somebody = await client((await opened(0)).backdoor);
  const path = text(await somebody.ask('heapSnapshot()'));
  onTestFinished(() => rmSync(path));
  expect(dirname(path)).toBe(tmpdir());
  expect(path).toMatch(new RegExp(`/nova-launch-${process.pid}-\\d+T\\d+Z-\\d+\\.heapsnapshot$`));
});

/** A clock for the one sleep of a profile: the profiler needs a moment of real time before it. */
function oneSleep() {
  let begun = (_seconds: number) => {};
  let wake = () => {};
  const asleep = new Promise<number>((resolve) => {
    begun = resolve;
  });
  const sleep = (seconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      signal?.addEventListener('abort', () => resolve());
      begun(seconds);
    });
  return { clock: { now: () => 0, sleep }, asleep, wake: () => wake() };
}

it('cpuProfile() writes what DevTools can read, after as many seconds', async () => {
  const { clock, asleep, wake } = oneSleep();
  const path = join(directory(), 'now.cpuprofile');
  const somebody = await client((await opened(0, { clock })).backdoor);
  const asked = somebody.ask(`cpuProfile(30, '${path}')`);
  expect(await asleep).toBe(30);
  wake();
  expect(await asked).toBe(`'${path}'`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(json(path)).toMatchObject({ nodes: expect.any(Array), samples: expect.any(Array) });
});

it('cpuProfile() takes 10 seconds, and less where its connection is ended: where it is is logged then', async () => {
  const { clock, asleep } = oneSleep();
  const { backdoor, lines, logged } = await opened(0, { clock });
  const somebody = await client(backdoor);
  somebody.socket.write('cpuProfile()\n');
  expect(await asleep).toBe(10);
  await backdoor.close();
  await logged(3);
  const path = /'(\/.*\.cpuprofile)'$/.exec(lines[2]!)![1]!;
  onTestFinished(() => rmSync(path));
  expect(json(path)).toMatchObject({ nodes: expect.any(Array) });
});

it.each(['heapSnapshot', 'cpuProfile'])('%s() never writes over a file', async (helper) => {
  const path = join(directory(), 'mine');
  writeFileSync(path, 'mine');
  const somebody = await client((await opened(0)).backdoor);
  const call = helper === 'heapSnapshot' ? `heapSnapshot('${path}')` : `cpuProfile(1, '${path}')`;
  expect(await somebody.ask(call)).toContain('EEXIST');
  expect(readFileSync(path, 'utf8')).toBe('mine');
});

it.each([
  ['cpuProfile(0)', 'The length of the CPU profile is 0; expected a number of seconds above 0.'],
  ['cpuProfile(3601)', 'The length of the CPU profile is 3601; expected at most 3600 seconds.'],
  ['cpuProfile("1")', 'The length of the CPU profile is "1"; expected a number of seconds above 0.'],
  ['cpuProfile(1, 5)', 'The path is 5; expected the path of a new file.'],
  ['heapSnapshot("")', 'The path is ""; expected the path of a new file.'],
])('%s is refused', async (call, message) => {
  const somebody = await client((await opened(0)).backdoor);
  expect(await somebody.ask(call)).toContain(message);
});
