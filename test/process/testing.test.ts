import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Place, ROOT } from './harness.js';

/** nova-launch/testing as a package of its own has it: what docs/testing.md shows, with the runner of Node.js. */

let place: Place;

beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.path, 'node_modules'));
  symlinkSync(ROOT, join(place.path, 'node_modules/nova-launch'));
  place.write('package.json', { type: 'module' });
});

afterEach(() => place.remove());

it('docs/testing.md: every example passes, and ends by itself', () => {
  const text = readFileSync(join(ROOT, 'docs/testing.md'), 'utf8');
  const files = [...text.matchAll(/^```js\n\/\/ (\S+)\n([\s\S]*?)^```/gm)];
  expect(files).toHaveLength(text.match(/^```js$/gm)!.length);
  for (const [, name, code] of files) place.write(name!, code!);
  const tests = files.map(([, name]) => name!).filter((name) => name.endsWith('.test.js'));
  const { status, stdout } = spawnSync(process.execPath, ['--test', ...tests], {
    cwd: place.path,
    encoding: 'utf8',
    timeout: 30_000,
  });
  const cases = files.map(([, , code]) => code!.match(/^test\(/gm)?.length ?? 0);
  const all = cases.reduce((sum, count) => sum + count, 0);
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(`# pass ${all}\n`) });
});
