import { type ClientRequest, get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, gone, isAlive, launch, Place, type Run } from './harness.js';

/** SV31 to SV36: an HTTP service of 3 workers, and of one, with a request that is being answered, is told to end. */

let place: Place;
let run: Run;
let request: ClientRequest;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  request.destroy();
  run.destroy();
  place.remove();
});

const all = () => [...run.lines.map(({ msg }) => msg), ...run.raw];

/** With a request that takes a minute, and has been accepted. */
async function answering(workers: number, gracefulShutdownTimeout: number): Promise<void> {
  const service = { module: './service.mjs', workers, gracefulShutdownTimeout };
  place.write('services.json', { services: { a: service } });
  place.write(
    'service.mjs',
    `import Http from '${FIXTURES}/http.js';
    export default class extends Http {
      async start() {
        await super.start();
        this.server.on('request', () => console.log('asked'));
      }
    }`,
  );
  run = launch(place);
  await run.line(workers === 1 ? 'ready' : 'service-ready');
  const listening = () => all().find((line) => line.startsWith('listening'));
  await run.until(() => listening() !== undefined, 'the port');
  const port = listening()!.split(' ')[1];
  request = get({ port, host: '127.0.0.1', path: '/?delay=60000' }).on('error', () => {});
  await run.until(() => all().includes('asked'), 'the request');
}

async function ends(code: number): Promise<void> {
  const workers = run.workers;
  expect(await run.exit()).toBe(code);
  await gone(workers);
}

describe.each([
  [3, 'SV31', 'SV32', 'SV33'],
  [1, 'SV34', 'SV35', 'SV36'],
] as const)('%i worker(s)', (workers, impatient, patient, late) => {
  it(`${impatient} SIGINT twice ends it with 130, though a client is connected`, async () => {
    await answering(workers, 60);
    run.signal('SIGINT');
    await run.line('stopping');
    await new Promise((done) => setTimeout(done, 600)); // two within half a second are one key press
    expect(isAlive(run.pid)).toBe(true);
    run.signal('SIGINT');
    await ends(130);
  });

  it(`${patient} SIGTERM waits for the request, and ends with 0 when the client goes away`, async () => {
    await answering(workers, 60);
    run.signal('SIGTERM');
    await run.line('stopping');
    if (workers > 1) await run.line('worker-gone', workers - 1);
    expect(isAlive(run.pid)).toBe(true);
    request.destroy();
    await ends(0);
  });

  it(`${late} SIGTERM cuts the request after the graceful timeout, and not before: 75`, async () => {
    await answering(workers, 1);
    const began = performance.now();
    run.signal('SIGTERM');
    await ends(75);
    expect((performance.now() - began) / 1000).toBeGreaterThan(0.99);
  });
});
