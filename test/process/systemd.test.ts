import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, FIXTURES, launch, Place, type Run } from './harness.js';
import { NotifyListener } from './notify-listener.js';
import { requires } from './requires.js';

/** What systemd is told over NOTIFY_SOCKET, with a listener in its stead; the real one is in machine.test.ts. */

let place: Place;
let run: Run | undefined;
let listener: NotifyListener;

beforeEach(requires('python3', 'apt-get install python3'));

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run?.destroy();
  listener?.close();
  place.remove();
});

/** An address that no listener had before: the one of the last test may be on its way out. */
let addresses = 0;

async function listenAt(address = `@nova-launch-${process.pid}-${++addresses}`): Promise<void> {
  listener = new NotifyListener(address);
  await listener.listening();
}

function begin(services: object, env: Record<string, string> = {}): Run {
  place.write('services.json', { services });
  run = launch(place, [], { env: { NOTIFY_SOCKET: listener.address, ...env } });
  return run;
}

/** Seconds; what a message grants is what was left when it was sent: since `began` at the earliest. */
function expectGranted(microseconds: string | undefined, bound: number, began: number): void {
  const granted = Number(microseconds) / 1e6;
  expect(granted).toBeLessThan(bound + 0.001);
  expect(granted).toBeGreaterThan(bound - (performance.now() - began) / 1000);
}

/** start() waits for the file go; without it, all workers that come do. */
const WAITING = `
import { existsSync } from 'node:fs';
export default {
  async start() {
    console.log('told: ' + ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID'].filter((name) => name in process.env));
    while (!existsSync('go')) await new Promise((done) => setTimeout(done, 10));
    this.timer = setInterval(() => {}, 1000);
  },
  stop() { clearInterval(this.timer); },
};
`;

it.each([
  ['@', 1],
  ['@', 2],
  ['', 2],
])(
  'L6, L20: at %j, %i worker(s): READY=1 when the service is ready; a reload and the stop are told; workers are not',
  async (abstract, workers) => {
    await listenAt(abstract ? undefined : `${place.path}/notify`);
    place.write('service.mjs', WAITING);
    const a = { module: './service.mjs', workers, reload: { stableFor: 0.1 }, gracefulShutdownTimeout: 7 };
    const began = performance.now();
    const running = begin({ a }, { WATCHDOG_USEC: '60000000', WATCHDOG_PID: '1' });
    await listener.until(() => listener.of('STATUS').some((text) => text.startsWith('Starting')), 'STATUS');
    await running.until(() => running.transcript().includes('told: '), 'the first start()');
    expect(listener.turns).toEqual([]);
    await listener.until(() => listener.of('EXTEND_TIMEOUT_USEC').length > 0, 'EXTEND_TIMEOUT_USEC');
    // readyTimeout is 30.
    expectGranted(listener.of('EXTEND_TIMEOUT_USEC')[0], 30 + 5, began);
    place.write('go', '');
    await listener.until(() => listener.turns.length === 1, 'READY');
    expect(listener.of('MAINPID')).toEqual([String(running.pid)]);
    expect(listener.of('STATUS').at(-1)).toMatch(/^Ready: a/);

    running.signal('SIGHUP');
    await running.line('reload-accepted');
    await listener.until(() => listener.turns.length === 3, 'READY again');
    expect(Number(listener.of('MONOTONIC_USEC')[0])).toBeGreaterThan(0);
    const stopped = performance.now();
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
    await listener.until(() => listener.turns.length === 4, 'STOPPING');
    expect(listener.turns).toEqual(['READY', 'RELOADING', 'READY', 'STOPPING']);
    const stopping = listener.messages.find(({ assigned }) => assigned.STOPPING)!;
    const bound = workers > 1 ? 7 + 11 + 5 : 7 + 6 + 5;
    expectGranted(stopping.assigned.EXTEND_TIMEOUT_USEC, bound, stopped);
    expect(listener.messages.filter(({ sender }) => sender !== running.pid)).toEqual([]);
    expect(listener.of('WATCHDOG')).toEqual([]);
    if (workers > 1) expect(running.lines.filter(({ msg }) => /^told: ./.test(msg))).toEqual([]);
  },
);

it('READY=1 does not wait for a service that is not essential', async () => {
  await listenAt();
  const b = { module: `${FIXTURES}/worker.js`, essential: false, config: { hangAt: 'start' } };
  const running = begin({ a: { module: `${FIXTURES}/worker.js` }, b });
  await listener.until(() => listener.turns.length === 1, 'READY');
  expect(listener.of('STATUS').at(-1)).toBe('Ready: a 1/1, b 0/1 workers are ready.');
  running.signal('SIGTERM');
  expect(await running.exit()).toBe(0);
});

describe.each([1, 2])('%i worker(s)', (workers) => {
  it('a reload that is refused is told like another: type notify-reload waits for it', async () => {
    await listenAt();
    const running = begin({ a: { module: `${FIXTURES}/worker.js`, workers } });
    await listener.until(() => listener.turns.length === 1, 'READY');
    place.write('services.json', '{ "services": 1 }');
    running.signal('SIGHUP');
    await running.line('reload-refused');
    await listener.until(() => listener.turns.length === 3, 'READY again');
    expect(listener.turns).toEqual(['READY', 'RELOADING', 'READY']);
  });

  it('the watchdog is pinged', async () => {
    await listenAt();
    const env = { WATCHDOG_USEC: '100000' };
    const running = begin({ a: { module: `${FIXTURES}/worker.js`, workers } }, env);
    await listener.until(() => listener.of('WATCHDOG').length >= 5, 'five pings');
    expect(running.of('watchdog-withheld')).toEqual([]);
  });
});

it('the watchdog is not pinged while an essential service lacks its quorum', async () => {
  await listenAt();
  place.write('service.mjs', WAITING);
  place.write('go', '');
  const running = begin(
    { a: { module: './service.mjs', workers: 2, quorum: 2 } },
    { WATCHDOG_USEC: '100000' },
  );
  await listener.until(() => listener.turns.length === 1, 'READY');
  rmSync(`${place.path}/go`);
  process.kill(running.workers[0]!, 'SIGKILL');
  const fewer = 'Too few workers: a 1/2 workers are ready.';
  await listener.until(() => listener.of('STATUS').includes(fewer), fewer);
  await running.line('watchdog-withheld');
  place.write('go', '');
  await running.line('watchdog-resumed');
  const later = () => {
    const all = listener.messages.map(({ assigned }) => assigned);
    return all.slice(all.findIndex(({ STATUS }) => STATUS === fewer) + 1);
  };
  const pings = () => later().filter(({ WATCHDOG }) => WATCHDOG);
  await listener.until(() => pings().length > 0, 'a ping again');
  // Messages arrive in the order in which they were sent, beside the log.
  expect(later()[0]).toMatchObject({ STATUS: 'Ready: a 2/2 workers are ready.' });
});

it('a launcher that gives up says so before it ends', async () => {
  await listenAt();
  const a = { module: `${FIXTURES}/worker.js`, workers: 2, restart: { intensity: 0 } };
  const running = begin({ a: { ...a, config: { throwAt: 'start' } } });
  expect(await running.exit()).toBe(4);
  const said = 'Gave up, as a service kept failing; the log says why.';
  await listener.until(() => listener.of('STATUS').at(-1) === said, said);
  expect(listener.turns).toEqual(['STOPPING']);
});

it('READY=1 waits for the quorum of a service, and for no more', async () => {
  await listenAt();
  // Two of the three workers find a ticket; the last one hangs in its start().
  place.write(
    'tickets.mjs',
    `import { mkdirSync } from 'node:fs';
    const take = (ticket) => { try { mkdirSync(import.meta.dirname + '/' + ticket); return true; } catch { return false; } };
    export default {
      start: async () => { if (!take('one') && !take('two')) await new Promise(() => {}); },
      stop() {},
      timer: setInterval(() => {}, 1000),
    };`,
  );
  const running = begin({ a: { module: './tickets.mjs', workers: 3 } });
  await listener.until(() => listener.turns.length === 1, 'READY');
  await running.line('worker-ready', 2);
  expect(running.of('service-ready')).toEqual([]);
  running.signal('SIGTERM');
  expect(await running.exit()).toBe(0);
});

it('nobody who listens is a warning, and nothing else', async () => {
  place.write('services.json', { services: { a: { module: `${FIXTURES}/worker.js`, workers: 2 } } });
  run = launch(place, [], { env: { NOTIFY_SOCKET: `${place.path}/nobody` } });
  await run.line('notify-failed');
  await run.line('service-ready');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  await eventually(() => run!.of('notify-failed').length === 1, 'one warning');
});
