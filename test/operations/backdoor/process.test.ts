import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { directory } from './fixture.js';

const PROGRAM = join(import.meta.dirname, 'process.ts');

/** What a process prints that has a backdoor and nothing else to do; it must end by itself. */
function ran(...args: string[]) {
  const command = ['--import', 'tsx', PROGRAM, ...args];
  const { stdout, status } = spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 30_000 });
  return { printed: stdout.trim(), status };
}

it.each([['a process of its own'], ['a worker', 'cluster']])(
  'in %s it is not drained, keeps nothing running, and leaves no file',
  (_in, ...args) => {
    const path = join(directory(), 'web.sock');
    const told = { address: `unix:${path}`, mode: '600', afterDrain: 'nova-launch' };
    expect(ran(path, ...args)).toEqual({ printed: JSON.stringify(told), status: 0 });
    expect(existsSync(path)).toBe(false);
  },
);

it('a port is the own one of a worker, not shared through the primary', () => {
  const { printed, status } = ran('0', 'cluster');
  expect(printed).toMatch(/^\{"address":"127\.0\.0\.1:\d+","afterDrain":"nova-launch"\}$/);
  expect(status).toBe(0);
});
