import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, gone, isAlive, launch, Place, ROOT, Run } from './harness.js';

/** Scenarios of oslo.service's and cotyledon's tests that are about the program around the launcher, and what it asks for. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

/** A program that launches. */
function program(source: string): void {
  const imports = `import { launch, loadDefinition } from '${ROOT}/dist/index.js';\n`;
  run = new Run([process.execPath, place.write('program.mjs', imports + source)], { cwd: place.path });
}

const printed = (text: string) =>
  [...run.lines.map(({ msg }) => msg), ...run.raw].filter((line) => line === text).length;
const prints = (text: string, count: number) =>
  run.until(() => printed(text) >= count, `"${text}" ${count} times`);

describe.each([1, 2])('a program with %i worker(s)', (workers) => {
  it('TH12 that has its own SIGTERM handler, and signals itself: both hear it, and stop() is called once', async () => {
    program(`
      process.on('SIGTERM', () => console.log('own handler'));
      process.on('SIGUSR2', () => process.kill(process.pid, 'SIGTERM'));
      const service = { module: '${FIXTURES}/worker.js', workers: ${workers} };
      process.exitCode = await (await launch({ services: { a: service } })).wait();
      console.log('wait() is over');`);
    await run.line(workers === 1 ? 'ready' : 'service-ready');
    const children = run.workers;
    run.signal('SIGUSR2');
    expect(await run.exit()).toBe(0);
    expect([printed('own handler'), printed('stop true'), printed('stop false')]).toEqual([1, workers, 0]);
    expect(printed('wait() is over')).toBe(1);
    await gone(children);
  });

  it('SV25 reads its definition once for each SIGHUP, and each service is reset once', async () => {
    const service = { module: `${FIXTURES}/worker.js`, workers, restartMethod: 'mutate' };
    const definition = (text: string) => ({ services: { a: { ...service, config: { text } } } });
    place.write('services.json', definition('old'));
    program(`
      const read = () => loadDefinition();
      const reload = async () => (console.log('read'), read());
      process.exitCode = await (await launch(await read(), { reload })).wait();`);
    await run.line(workers === 1 ? 'ready' : 'service-ready');
    for (const text of ['new', 'newer']) {
      place.write('services.json', definition(text));
      run.signal('SIGHUP');
      await prints(`reset ${text}`, workers);
      await run.line('reload-accepted', text === 'new' ? 1 : 2);
    }
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
    expect([printed('read'), printed('reset new'), printed('reset newer')]).toEqual([2, workers, workers]);
  });
});

it('CO1 two services, with the number of workers that was given last: each worker starts, and lives', async () => {
  place.write(
    'light.mjs',
    `export default { start() { setInterval(() => {}, 1000); console.log('light'); } };`,
  );
  const heavy = { module: `${FIXTURES}/worker.js`, workers: 5 };
  place.write('services.json', { services: { heavy, light: { module: './light.mjs', workers: 5 } } });
  run = launch(place, ['--workers', '2']);
  await run.line('service-ready', 2);
  await prints('light', 2);
  const started = run.lines.filter(({ msg }) => msg === 'started' || msg === 'light');
  expect(started.map(({ service, worker }) => `${service} ${worker}`).sort()).toEqual([
    'heavy 0',
    'heavy 1',
    'light 0',
    'light 1',
  ]);
  expect(started.every(({ pid }) => isAlive(pid!))).toBe(true);
  expect(run.workers).toHaveLength(4);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('CO16 what cannot be launched, and numbers that are none, are refused, each by its code', async () => {
  place.write('services.json', { services: { a: { module: `${FIXTURES}/worker.js` } } });
  program(`
    const definition = await loadDefinition();
    const attempts = {
      nothing: () => launch(undefined),
      null: () => launch(null),
      'a text': () => launch('service'),
      '-2 workers': () => launch(class { start() {} }, { workers: -2 }),
      '-5 workers of a definition': () => launch(definition, { workers: -5 }),
      'an unknown name': () => loadDefinition({ binaries: ['nobody'] }),
    };
    for (const [what, attempt] of Object.entries(attempts))
      await attempt().then(() => console.log(what, 'runs'), ({ code }) => console.log(what, code));`);
  expect(await run.exit()).toBe(0);
  expect(run.raw).toEqual([
    'nothing NL_USAGE',
    'null NL_USAGE',
    'a text NL_USAGE',
    '-2 workers NL_USAGE',
    '-5 workers of a definition NL_USAGE',
    'an unknown name NL_USAGE',
  ]);
  expect(run.lines).toEqual([]);
});
