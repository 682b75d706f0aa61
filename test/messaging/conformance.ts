import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { bounds } from './conformance/bounds.js';
import { delivery } from './conformance/delivery.js';
import { dispatch } from './conformance/dispatch.js';
import { failures } from './conformance/failures.js';
import { lifecycle } from './conformance/lifecycle.js';
import { time } from './conformance/time.js';
import { values } from './conformance/values.js';
import { eachInAWorld } from './conformance/world.js';

/** What every driver does alike. Each test has a topic of its own at the URL. */
export function conformance(
  name: string,
  makeUrl: () => string | Promise<string>,
  /** Bytes of the largest payload that is tried. */
  { largest = 8 * 2 ** 20 } = {},
): void {
  describe(name, () => {
    const world = eachInAWorld(makeUrl);
    values(world, largest);
    failures(world);
    dispatch(world);
    delivery(world);
    time(world);
    bounds(world);
    lifecycle(world);

    test('a process that has closed all ends by itself', async () => {
      const script = new URL('./conformance/leave.ts', import.meta.url).pathname;
      const output = await new Promise<string>((done, fail) => {
        execFile(
          process.execPath,
          ['--import', 'tsx', script, world.url],
          { timeout: 20_000 },
          (error, stdout, stderr) =>
            error ? fail(new Error(`${error.message}\n${stdout}${stderr}`)) : done(stdout),
        );
      });
      expect(output.replaceAll('Immediate', '').trim()).toBe('frrfrrffrr');
    });
  });
}
