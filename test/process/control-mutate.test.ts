import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nova } from './control-harness.js';
import { FIXTURES, launch, Place, type Run } from './harness.js';

/** A reload of services that go on (restartMethod mutate), as the one who has asked for it sees it. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const own = (...argv: string[]) => nova(place, ...argv, '--control', 'own.sock');

function write(workers: number, config: object): void {
  const service = { module: `${FIXTURES}/options.js`, restartMethod: 'mutate', workers };
  place.write('services.json', { services: { api: { ...service, config } } });
}

describe.each([
  ['a supervisor', 2, 'service-ready'],
  ['one process', 1, 'ready'],
] as const)('%s', (_launcher, workers, ready) => {
  beforeEach(async () => {
    write(workers, {});
    run = launch(place, ['--control', 'own.sock']);
    await run.line(ready);
  });

  it('tells which options keep their values, once, and not when none does', async () => {
    write(workers, { port: 1, pool: 2, db: { url: 'v' } });
    const kept = 'Options of api that cannot change while it runs keep their values until a restart: ';
    const told = await own('reload', '--wait');
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout.split('\n').filter((line) => line.includes('until a restart'))).toEqual([
      `${kept}port, db.url.`,
    ]);
    expect(await run.line('options-kept')).toMatchObject({ service: 'api', options: ['port', 'db.url'] });
    write(workers, { pool: 3 });
    expect((await own('reload', '--wait')).stdout).not.toContain(kept);
  });

  it('a refused one says one time what to do', async () => {
    write(workers, { pool: 0 });
    const told = await own('reload', '--wait');
    expect(told.status).toBe(5);
    expect(told.stderr).toMatch(/config\.pool of the service api/);
    expect(told.stderr.match(/Remedy:/g)).toHaveLength(1);
    const line = await run.line('reload-refused');
    expect(line.msg.match(/Remedy:/g)).toHaveLength(1);
    expect(line).not.toHaveProperty('remedy');
  });
});

describe('a reset() that throws', () => {
  const define = (workers: number, config: object) =>
    place.write('services.json', {
      services: {
        api: {
          module: `${FIXTURES}/worker.js`,
          restartMethod: 'mutate',
          workers,
          reload: { stableFor: 0.1 },
          config,
        },
      },
    });

  it('leaves no worker with half of a config: each that threw is replaced, a new one first', async () => {
    define(2, {});
    run = launch(place, ['--control', 'own.sock']);
    await run.line('service-ready');
    const before = run.workers;
    define(2, { throwAt: 'reset' });
    expect((await own('reload', '--wait')).status).toBe(0);
    const worn = await run.line('worker-worn', 2);
    expect(worn.msg).toMatch(
      /^Worker . of api has not taken up its new config \(Error: reset failed on purpose\); it goes/,
    );
    await run.line('worker-recycled', 2);
    await run.line('worker-gone', 2);
    expect(run.workers).toHaveLength(2);
    expect(run.workers.filter((pid) => before.includes(pid))).toEqual([]);
    expect(run.of('worker-exited')).toEqual([]);
  });

  it('in one process is told as a refusal', async () => {
    define(1, {});
    run = launch(place, ['--control', 'own.sock']);
    await run.line('ready');
    define(1, { throwAt: 'reset' });
    const told = await own('reload', '--wait');
    expect(told.status).toBe(5);
    expect(told.stderr).toContain('reset() of api failed: Error: reset failed on purpose');
  });
});
