import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { paint } from '../../../src/cli/control/paint.js';
import { render } from '../../../src/cli/control/table.js';
import type { ServiceStatus, Status, WorkerStatus } from '../../../src/operations/control/status.js';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

const worker = (number: number, more: Partial<WorkerStatus> = {}): WorkerStatus => ({
  number,
  pid: 4243 + number,
  generation: 3,
  state: 'ready',
  since: at(-90),
  waitsFor: null,
  until: null,
  restarts: 0,
  lastExit: null,
  lastAttempt: null,
  figures: {
    cpu: 0.02,
    cpuTime: 3,
    memory: 61 * 2 ** 20,
    heap: 20 * 2 ** 20,
    eventLoop: { delay: 0.001, busy: 0.02 },
    tasks: 0,
    health: { status: 'ok' },
  },
  stuck: null,
  ...more,
});

const service = (
  name: string,
  workers: WorkerStatus[],
  more: Partial<ServiceStatus> = {},
): ServiceStatus => ({
  name,
  state: 'ready',
  essential: true,
  ready: workers.length,
  wanted: workers.length,
  quorum: 1,
  generation: 3,
  budget: { left: 5, intensity: 5, period: 30 },
  workers,
  ...more,
});

const status = (services: ServiceStatus[], more: Partial<Status> = {}): Status => ({
  name: 'hello',
  pid: 4242,
  launcher: 'ProcessLauncher',
  version: '1.0.0',
  definition: '/srv/hello/services.json',
  since: at(-7200),
  state: 'running',
  ready: true,
  generation: 3,
  memory: 55 * 2 ** 20,
  rollout: null,
  verdict: null,
  stopping: null,
  services,
  ...more,
});

const lines = (known: Status, width?: number) => render(known, NOW).map((row) => paint(row, width, false));

test('a line for the supervisor, one for each service, one for each worker, numbers below numbers', () => {
  expect(lines(status([service('api', [worker(0), worker(1)])]))).toEqual([
    'hello  running  pid 4242  up 2 h  generation 3  55 MiB',
    '/srv/hello/services.json',
    '',
    'SERVICE  STATE  WORKERS  GEN   PID         FOR  RESTARTS  CPU   MEMORY  LOOP  HEALTH',
    'api      ready      2/2    3                           0       122 MiB',
    '  0      ready                4243  1 min 30 s            2 %   61 MiB  1 ms  ok',
    '  1      ready                4244  1 min 30 s            2 %   61 MiB  1 ms  ok',
  ]);
});

test('what each waits for and until when, why the one before has ended, what is stuck, what is unwell', () => {
  const workers = [
    worker(0, {
      state: 'backoff',
      pid: null,
      figures: null,
      restarts: 3,
      waitsFor: 'the next try (restart.backoff)',
      until: at(2.5),
      lastExit: { reason: 'exited with code 3', at: at(-1), failed: true },
      lastAttempt: { generation: 4, reason: 'failed to start: boom', at: at(-2) },
    }),
    worker(1, { figures: null, stuck: 'it runs, so its own code is busy' }),
    worker(2, { waitsFor: 'a sign of life (watchdogTimeout)', until: at(30) }),
    worker(3, { figures: { ...worker(3).figures!, health: { status: 'failed', reason: 'no database' } } }),
    worker(4, { generation: 4, lastExit: { reason: 'exited with code 0', at: at(-1), failed: false } }),
  ];
  const budget = { left: 2, intensity: 5, period: 30 };
  const shown = lines(status([service('api', workers, { state: 'short', budget })]));
  expect(shown.slice(4)).toEqual(
    [
      'api        short        5/5    3                           3       183 MiB',
      '      2 of 5 crashes within 30 s are still forgiven',
      '  0        backoff                 -  1 min 30 s         3    -        -     -  -',
      '      waits for the next try (restart.backoff), 2.5 s more',
      '      the one before exited with code 3, 1 s ago',
      '      one of generation 4 that was to take its place failed to start: boom, 2 s ago',
      '  1        stuck                4244  1 min 30 s              -        -     -  -',
      '      it does not answer; the kernel says: it runs, so its own code is busy',
      '  2        ready                4245  1 min 30 s            2 %   61 MiB  1 ms  ok',
      '  3        ready                4246  1 min 30 s            2 %   61 MiB  1 ms  failed',
      '      health: no database',
      '  4        ready             4  4247  1 min 30 s            2 %   61 MiB  1 ms  ok',
    ].map((line) =>
      expect.stringMatching(
        new RegExp(
          `^${line
            .trim()
            .replace(/[()/+.]/g, '\\$&')
            .split(/ +/)
            .join(' +')}$`.replace('^', '^ *'),
        ),
      ),
    ),
  );
});

test('what a service says stays in its line, and does nothing to the terminal', () => {
  const health = { status: 'degraded' as const, reason: 'behind:\x1b[2J\n  by 3\tchanges' };
  const known = worker(0);
  const shown = lines(status([service('api', [{ ...known, figures: { ...known.figures!, health } }])]));
  expect(shown.at(-1)!.trim()).toBe('health: behind:\\x1b[2J by 3 changes');
});

test('a rollout and a stop stand above', () => {
  const rollout = { generation: 4, services: ['api'], removed: [], done: 1, total: 4, queued: 5 };
  const above = (more: Partial<Status>) => lines(status([], more))[2];
  const first = (more: Partial<Status>) => lines(status([], more))[0];
  expect(first({ rollout: { ...rollout, stage: 'rolling' } })).toBe(
    'hello  running  pid 4242  up 2 h  generation 3, 4 under way  55 MiB',
  );
  const refused = {
    generation: 4,
    outcome: 'refused',
    reason: 'api: worker 0 exited\nwith 1',
    at: at(-5),
  } as const;
  expect(above({ verdict: refused })).toBe('Generation 4 was refused 5 s ago: api: worker 0 exited with 1');
  expect(above({ verdict: { ...refused, outcome: 'accepted', reason: null } })).toBe('');
  expect(above({ rollout: { ...rollout, stage: 'rolling' } })).toBe(
    'Generation 4 of api begins (rolling): 1 of 4 new workers are stable. Generation 5 follows.',
  );
  expect(above({ rollout: { ...rollout, stage: 'back', queued: null } })).toBe(
    'Generation 4 of api is taken back: 1 of 4 old workers serve.',
  );
  expect(above({ rollout: { ...rollout, stage: 'reading', services: null, queued: null } })).toBe(
    'Generation 4: the definition is read.',
  );
  const stopping = { since: at(-1), rung: 'drain' as const, workers: 1, until: at(20) };
  expect(above({ stopping })).toBe('Stopping (drain): 1 worker is left, at most 20 s more.');
});

test('a row is cut at the width of the terminal, also with colours', () => {
  const known = status([service('api', [worker(0, { stuck: 'x'.repeat(200), figures: null })])]);
  for (const colours of [false, true]) {
    const cut = render(known, NOW).map((row) => stripVTControlCharacters(paint(row, 40, colours)));
    expect(Math.max(...cut.map(({ length }) => length))).toBe(40);
    expect(cut.at(-1)).toMatch(/…$/);
  }
  expect(paint([{ text: 'a', style: 'red' }], 80, true)).toBe('\x1b[31ma\x1b[39m');
});
