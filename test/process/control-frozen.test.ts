import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Status } from '../../src/operations/control/status.js';
import { nova } from './control-harness.js';
import { FIXTURES, launch, Place, type Run } from './harness.js';

/** A supervisor that is stopped (SIGSTOP): its socket takes connections, as the kernel does that, and nobody answers. */

let place: Place;
let run: Run;

beforeEach(async () => {
  place = new Place();
  place.write('services.json', { services: { a: { module: `${FIXTURES}/worker.js`, workers: 2 } } });
  run = launch(place, ['--control', 'own.sock']);
  await run.line('service-ready');
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const COMMANDS = [
  ['status'],
  ['status', '--watch'],
  ['reload'],
  ['reload', '--wait'],
  ['restart', 'a', '--wait'],
  ['scale', 'a', '3'],
  ['stop', 'a'],
  ['stop'],
  ['start', 'a'],
  ['log-level', 'a', 'debug'],
  ['report'],
  ['events'],
  ['events', '--follow'],
  ['logs', '--follow'],
];

it('every command gives up in time, and says what to look at; nothing of what was asked for is done later', async () => {
  run.signal('SIGSTOP');
  const all = COMMANDS.map(async (command) => {
    const { status, stderr } = await nova(place, ...command, '--control', 'own.sock');
    return [...command, status, stderr];
  });
  const error =
    /^nova-launch: the supervisor at .*own\.sock does not answer: no answer within \d+ s\nRemedy: See its log, and /;
  expect(await Promise.all(all)).toEqual(
    COMMANDS.map((command) => [...command, 75, expect.stringMatching(error)]),
  );
  run.signal('SIGCONT');
  const later: Status = JSON.parse((await nova(place, 'status', '--json', '--control', 'own.sock')).stdout);
  expect(later).toMatchObject({ state: 'running', generation: 1, rollout: null, verdict: null });
  expect(later.services[0]).toMatchObject({ state: 'ready', ready: 2, wanted: 2 });
  // Each reload that had been begun would have a generation of its own.
  const next = await nova(place, 'reload', '--wait', '--control', 'own.sock');
  expect(next).toMatchObject({ status: 0, stdout: expect.stringContaining('generation 2 serves') });
  const asked = ['scaled', 'service-stopped', 'service-started', 'log-level', 'stopping'];
  expect(run.lines.filter(({ id }) => id !== undefined && asked.includes(id))).toEqual([]);
});
