import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lines } from '../../../src/cli/control/lines.js';
import { rollout } from '../../../src/cli/control/rollout.js';
import { stop } from '../../../src/cli/control/stop.js';
import { type Answer, accepted } from '../../../src/operations/control/routes.js';
import { pidNamespace } from '../../../src/system/pid-namespace.js';
import { serving } from '../../operations/control/fixture.js';

/** No JSON, no object, and no event. */
const UNREADABLE = ['{"cut":***}', 'null', '{"***":"Gone."}'];
const LAST = '{"id":"stopped","level":"info","message":"All has stopped."}';

/** Above what Linux and macOS give to a process. */
const NOBODY = 2 ** 30;

let printed: string;

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const telling = (...told: string[]): Answer => ({
  begin: (follower) => {
    for (const line of told) follower.write(line);
    follower.end();
    return () => {};
  },
});

test('events: a line that is no event is printed as it is, and the next one is read', async () => {
  const control = await serving({ 'GET /v1/events': () => telling(...UNREADABLE, LAST) });
  expect(await lines('events', { control })).toBe(0);
  for (const line of UNREADABLE) expect(printed).toContain(`${line}\n`);
  expect(printed).toMatch(/stopped +All has stopped\.\n/);
});

test('stop: goes on until the process has gone', async () => {
  const control = await serving({
    'POST /v1/stop': () => accepted({ message: 'Stopping.', pid: NOBODY, pidNamespace: pidNamespace() }),
    'GET /v1/events': () => telling(...UNREADABLE, LAST),
  });
  expect(await stop(undefined, { control })).toBe(0);
  expect(printed).toBe(`${[...UNREADABLE, 'All has stopped.'].join('\n')}\n`);
});

test('reload --wait: hears the outcome all the same', async () => {
  const outcome = '{"id":"outcome","outcome":"accepted"}';
  const control = await serving({ 'POST /v1/reload': () => telling(...UNREADABLE, outcome) });
  expect(await rollout('reload', undefined, { control, wait: true })).toBe(0);
  expect(printed).toBe(`${UNREADABLE.join('\n')}\n`);
});
