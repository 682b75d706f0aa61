import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ask } from '../../../src/operations/control/client.js';
import { Door } from '../../../src/operations/control/door.js';
import { ok } from '../../../src/operations/control/routes.js';
import { serving, socketPath } from './fixture.js';

const mode = (path: string) => (lstatSync(path).mode & 0o777).toString(8);

test('the socket is for its user alone, and goes with the door', async () => {
  const path = socketPath();
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const door = await Door.open(path);
  expect(process.umask()).toBe(0);
  expect(mode(path)).toBe('600');
  door.close();
  expect(lstatSync(path, { throwIfNoEntry: false })).toBeUndefined();
});

test('a directory that is made is for its user alone; our own is made so', async () => {
  const runtime = dirname(socketPath());
  vi.stubEnv('XDG_RUNTIME_DIR', runtime);
  onTestFinished(() => void vi.unstubAllEnvs());
  const own = join(runtime, 'nova-launch');
  const first = await Door.open(join(own, 'a.sock'));
  expect(mode(own)).toBe('700');
  chmodSync(own, 0o755);
  const second = await Door.open(join(own, 'b.sock'));
  expect(mode(own)).toBe('700');
  for (const door of [first, second]) door.close();
});

test('a directory that is named is left as it is', async () => {
  const path = socketPath();
  chmodSync(dirname(path), 0o750);
  (await Door.open(path)).close();
  expect(mode(dirname(path))).toBe('750');
});

/** A socket file on which nobody listens: its process was killed. */
function leaveBehind(path: string): void {
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', program]);
  expect(lstatSync(path).isSocket()).toBe(true);
}

test('what a dead supervisor has left is taken over', async () => {
  const path = socketPath();
  leaveBehind(path);
  const door = await Door.open(path);
  onTestFinished(() => door.close());
  await new Promise<void>((done) => net.connect(path).once('connect', done));
  expect(mode(path)).toBe('600');
});

test('of two that take over at once one gets it, and the other is refused', async () => {
  const path = socketPath();
  leaveBehind(path);
  const [one, other] = await Promise.allSettled([Door.open(path), Door.open(path)]);
  const doors = [one, other].flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  onTestFinished(() => doors.forEach((door) => void door.close()));
  expect(doors).toHaveLength(1);
  expect([one, other].find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'NL_ALREADY_RUNNING' },
  });
});

test('where one listens already, the next is refused with its pid', async () => {
  const path = await serving({ 'GET /livez': () => ok({ pid: 4242 }) });
  await expect(Door.open(path)).rejects.toMatchObject({
    code: 'NL_ALREADY_RUNNING',
    exitCode: 6,
    message: `another supervisor runs this already: pid 4242, at ${path}`,
  });
  expect(await ask(path, 'GET', '/livez')).toMatchObject({ status: 200 });
});

test('one that does not answer is one all the same', async () => {
  const path = socketPath();
  const door = await Door.open(path);
  onTestFinished(() => door.close());
  await expect(Door.open(path)).rejects.toThrow(/a process that does not answer/);
});

test.each([
  ['a file', (path: string) => writeFileSync(path, ''), /there is a file that is no socket/],
  ['a directory', (path: string) => mkdirSync(path), /there is a file that is no socket/],
  [
    'a directory that is a file',
    (path: string) => {
      rmSync(dirname(path), { recursive: true });
      writeFileSync(dirname(path), '');
      onTestFinished(() => rmSync(dirname(path)));
    },
    /EEXIST/,
  ],
])('in the place of %s it does not listen', async (_what, make, message) => {
  const path = socketPath();
  make(path);
  await expect(Door.open(path)).rejects.toThrow(message);
});

test('a path that is too long is no crash', async () => {
  await expect(Door.open(`/tmp/${'x'.repeat(120)}`)).rejects.toThrow(/longer than 107 bytes/);
});

test('whoever comes before it is served waits, and is the one who has it loaded', async () => {
  const path = socketPath();
  const door = await Door.open(path);
  onTestFinished(() => door.close());
  const wanted = vi.fn();
  door.whenWanted(wanted);
  const [one, other] = [net.connect(path), net.connect(path)];
  onTestFinished(() => [one, other].forEach((socket) => void socket.destroy()));
  one.write('one');
  await vi.waitFor(() => expect(wanted).toHaveBeenCalledOnce());
  const heard: string[] = [];
  door.serve((socket) => void socket.on('data', (data) => heard.push(String(data))).resume());
  other.write('other');
  await vi.waitFor(() => expect(heard.sort()).toEqual(['one', 'other']));
  expect(wanted).toHaveBeenCalledOnce();
});
