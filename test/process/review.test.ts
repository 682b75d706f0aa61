import { afterEach, describe, expect, it } from 'vitest';
import { FIXTURES, launch, Place, type Run } from './harness.js';

/** What a reviewer found: each was wrong once. */

let place: Place;
let run: Run;

afterEach(() => {
  run.destroy();
  place.remove();
});

function begin(service: object, more: object = {}): Run {
  place = new Place();
  place.write('services.json', { services: { a: { module: `${FIXTURES}/worker.js`, ...service }, ...more } });
  run = launch(place);
  return run;
}

const printed = (text: string) =>
  [...run.lines.map(({ msg }) => msg), ...run.raw].filter((line) => line === text).length;

describe.each([1, 2])('%i worker(s)', (workers) => {
  it('fractional timeouts drain like whole ones', async () => {
    begin({ workers, gracefulShutdownTimeout: 1.1, readyTimeout: 16.1 });
    await run.until(() => printed('started') === workers, 'the start');
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
    expect(printed('stopped')).toBe(workers);
  });

  it('a request that ends within the graceful timeout is answered, also after three quarters of it', async () => {
    begin({ module: `${FIXTURES}/http.js`, workers, gracefulShutdownTimeout: 3 });
    const line = () =>
      [...run.lines.map(({ msg }) => msg), ...run.raw].find((text) => text.startsWith('listening'));
    await run.until(() => line() !== undefined, 'the port');
    await run.line(workers === 1 ? 'ready' : 'service-ready');
    const port = line()!.split(' ')[1];
    const answer = fetch(`http://127.0.0.1:${port}/?delay=2600`);
    // Requests of one client are accepted in turn: when this one is answered, the slow one has been accepted.
    await fetch(`http://127.0.0.1:${port}/`);
    run.signal('SIGTERM');
    expect((await answer).status).toBe(200);
    expect(await run.exit()).toBe(0);
  });

  it('a mutate that comes while start() runs is taken up after it', async () => {
    begin({ workers, restartMethod: 'mutate', config: { startDelay: 500, text: 'old' } });
    await run.until(() => printed('start') === workers, 'the start');
    const service = {
      module: `${FIXTURES}/worker.js`,
      workers,
      restartMethod: 'mutate',
      config: { text: 'new' },
    };
    place.write('services.json', { services: { a: service } });
    run.signal('SIGHUP');
    await run.until(() => printed('reset new') === workers, 'the reset');
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
  });
});

it('a worker that crashes while it drains makes the exit code 75', async () => {
  place = new Place();
  place.write(
    'crash.mjs',
    'export default { start() { setInterval(() => {}, 1000); }, stop() { process.exit(9); } };',
  );
  place.write('services.json', { services: { a: { module: './crash.mjs', workers: 2 } } });
  run = launch(place);
  await run.line('service-ready');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(75);
});

it('a service that closes the channel is noticed, and replaced when it has drained', async () => {
  place = new Place();
  place.write(
    'quiet.mjs',
    'export default { start() { this.t = setInterval(() => {}, 1000); setTimeout(() => process.disconnect(), 300); }, stop() { clearInterval(this.t); } };',
  );
  place.write('services.json', {
    services: { a: { module: './quiet.mjs', workers: 2, restart: { intensity: 50 } } },
  });
  run = launch(place);
  await run.line('worker-ready', 4);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});
