import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gone, launch, Place, ROOT, Run } from './harness.js';

/**
 * Scenarios of oslo.service's own tests of its launchers (SV, TH) and of cotyledon's (CO) that no other test here has.
 * docs/migration-oslo.md has the table of all.
 */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

/** Prints what is called, and keeps the process going until it is stopped. */
const SERVICE = `(context) => ({
  start() {
    context.config.onMutate?.(({ text }) => console.log('hook ' + text.old + ' ' + text.new));
    this.timer = setInterval(() => {}, 1000);
    console.log('started');
  },
  stop() {
    console.log('stop');
    clearInterval(this.timer);
    if (context.config.exitWith) process.exit(context.config.exitWith);
  },
  reset() {
    console.log('reset ' + context.config.text);
  },
})`;

function define(service: object): void {
  place.write('service.mjs', `export default ${SERVICE};`);
  place.write('services.json', { services: { a: { module: './service.mjs', ...service } } });
}

function begin(service: object): void {
  define(service);
  run = launch(place);
}

/** A program of its own that launches. */
function program(source: string): void {
  const imports = `import { launch } from '${ROOT}/dist/index.js';\nconst service = ${SERVICE};\n`;
  run = new Run([process.execPath, place.write('program.mjs', imports + source)], { cwd: place.path });
}

const all = () => [...run.lines.map(({ msg }) => msg), ...run.raw];
const printed = (text: string) => all().filter((line) => line === text).length;
const prints = (text: string, count: number) =>
  run.until(() => printed(text) >= count, `"${text}" ${count} times`);

async function stops(code = 0): Promise<void> {
  const workers = run.workers;
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(code);
  await gone(workers);
}

it.each([
  ['SV10', 'one process', 1],
  ['SV11', 'workers', 2],
])(
  '%s a mutate of %s calls back with what has changed, not before, then reset(); nothing stops',
  async (_, __, workers) => {
    const service = { workers, restartMethod: 'mutate' };
    begin({ ...service, config: { text: 'old' } });
    await prints('started', workers);
    const before = run.workers;
    expect(all().filter((line) => line.startsWith('hook'))).toEqual([]);
    define({ ...service, config: { text: 'new' } });
    run.signal('SIGHUP');
    await prints('reset new', workers);
    expect(printed('hook old new')).toBe(workers);
    expect(all().indexOf('hook old new')).toBeLessThan(all().indexOf('reset new'));
    expect([run.workers, printed('stop')]).toEqual([before, 0]);
    await stops();
  },
);

describe('launch()', () => {
  it.each([
    ['SV13', 'no workers', '{}'],
    ['SV14', '1 worker', '{ workers: 1 }'],
  ])('%s with %s runs the service in this process', async (_, __, options) => {
    program(`process.exitCode = await (await launch(service, ${options})).wait();`);
    await prints('started', 1);
    expect((await run.line('started')).msg).toMatch(/^ServiceLauncher runs/);
    expect(run.workers).toEqual([]);
    await stops();
  });

  it('SV15 with 0, a negative number, or what is no number is refused before anything is started', async () => {
    program(`
      for (const workers of [0, -1, '0', 'a', '1'])
        await launch(service, { workers }).catch(({ code, exitCode }) => console.log(code, exitCode));`);
    expect(await run.exit()).toBe(0);
    expect([run.raw, run.lines]).toEqual([Array(5).fill('NL_USAGE 2'), []]);
  });

  it('SV16 with 3 workers runs 3 processes', async () => {
    program('process.exitCode = await (await launch(service, { workers: 3 })).wait();');
    await run.line('service-ready');
    expect((await run.line('started')).msg).toMatch(/^ProcessLauncher runs .* \(3\)\.$/);
    await prints('started', 3);
    expect(
      run.lines
        .filter(({ msg }) => msg === 'started')
        .map(({ worker }) => worker)
        .sort(),
    ).toEqual([0, 1, 2]);
    await stops();
  });

  it.each([1, 2])('SV17 of what is no service ends with 78, and says why (%i workers)', async (workers) => {
    program(`process.exitCode = await (await launch({ begin() {} }, { workers: ${workers} })).wait();`);
    expect(await run.exit()).toBe(78);
    expect((await run.line('no-service')).msg).toContain('an object with the method begin()');
    expect(run.of('no-service')).toHaveLength(1);
  });

  it.each([1, 2])(
    'TH31 is stopped by another part of the program: exit code 0, and wait() returns (%i workers)',
    async (workers) => {
      program(`
      const running = await launch(service, { workers: ${workers} });
      process.on('SIGUSR2', () => setTimeout(() => running.stop(), 10));
      console.log('it was ' + (await running.wait()));`);
      await prints('started', workers);
      await run.line(workers === 1 ? 'ready' : 'service-ready');
      const before = run.workers;
      run.signal('SIGUSR2');
      expect(await run.exit()).toBe(0);
      expect([printed('stop'), printed('it was 0')]).toEqual([workers, 1]);
      await gone(before);
    },
  );
});

describe('SIGTERM', () => {
  it('CO4 to a worker that ends with a code of its own: the code is told, and the number is taken over', async () => {
    begin({ workers: 2, config: { exitWith: 42 } });
    await run.line('service-ready');
    await prints('started', 2);
    const { worker, pid } = run.lines.find(({ msg }) => msg === 'started')!;
    process.kill(pid!, 'SIGTERM');
    expect(await run.line('worker-gone')).toMatchObject({ worker, reason: 'exited with code 42' });
    expect(await run.line('worker-ready', 3)).toMatchObject({ worker, generation: 1 });
    await stops(75);
  });

  it('CO5 to a worker whose service has nothing but start(): it is replaced', async () => {
    place.write('light.mjs', 'export default { start() { setInterval(() => {}, 1000); } };');
    place.write('services.json', { services: { a: { module: './light.mjs', workers: 2 } } });
    run = launch(place);
    await run.line('service-ready');
    const [first] = run.workers;
    process.kill(first!, 'SIGTERM');
    await run.line('worker-ready', 3);
    expect(run.workers).not.toContain(first);
    expect(run.of('worker-crashed')).toEqual([]);
    await stops();
  });

  it('CO6 to the launcher: every worker is told once, and the last line says that all has stopped', async () => {
    begin({ workers: 3 });
    await run.line('service-ready');
    await stops();
    expect(printed('stop')).toBe(3);
    expect(run.lines.at(-1)).toMatchObject({ id: 'stopped', code: 0 });
  });

  it('CO14 to a launcher that has just begun to fork 10 workers: all end', async () => {
    begin({ workers: 10 });
    await run.until(() => run.workers.length > 0, 'a worker');
    await stops();
    // Also those that were forked after the signal was sent, and the guard, which ends after the supervisor.
    await gone(place.processes);
    expect(run.of('worker-crashed')).toEqual([]);
  });
});

it.each([1, 2])(
  'CO13 each process says its options once, secrets masked, at the level debug (%i workers)',
  async (workers) => {
    begin({ workers, config: { logLevel: 'debug', apiKey: 'sesame', db: { pool: 3 } } });
    await prints('started', workers);
    const told = run.lines.filter(({ msg }) => msg.startsWith('The options of a:'));
    expect(told).toHaveLength(workers);
    expect(told[0]!.options).toEqual({ logLevel: 'debug', apiKey: '***', 'db.pool': 3 });
    expect(run.transcript()).not.toContain('sesame');
    await stops();
  },
);
