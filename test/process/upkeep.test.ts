import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, launch, Place, ROOT, type Run } from './harness.js';

/** Workers that are stuck or worn are replaced; options that a service declares are checked. */

let place: Place;
let run: Run | undefined;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run?.destroy();
  run = undefined;
  place.remove();
});

const SERVICE = `
export default class {
  constructor(context) { this.context = context; }
  start() {
    this.timer = setInterval(() => {}, 1000);
    const { block, tasks = 0 } = this.context.config;
    if (block && this.context.generation === 1 && process.env.BLOCK_ONCE !== undefined) this.block();
    if (this.context.worker === 0) this.context.taskDone(tasks);
  }
  block() {
    setTimeout(() => { for (;;); }, 100);
  }
  stop() { clearInterval(this.timer); }
}
`;

it('a worker whose event loop is stuck is looked at, killed and replaced', async () => {
  place.write('service.js', SERVICE);
  const stuck = { module: './service.js', workers: 1, nodeArgs: ['--no-deprecation'] };
  const restart = { intensity: 0 };
  const services = {
    a: { ...stuck, watchdogTimeout: 0.5, config: { block: true }, env: { BLOCK_ONCE: '' }, restart },
  };
  place.write('package.json', { type: 'module' });
  place.write('services.json', { services });
  run = launch(place);
  expect(await run.exit()).toBe(4);
  const ids = run.lines.map(({ id }) => id);
  const order = ['worker-silent', 'diagnosis', 'worker-stuck', 'service-failed'].map((id) => ids.indexOf(id));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
  const [silent] = run.of('worker-silent');
  const { service, worker, generation, workerPid } = silent!;
  expect(run.of('diagnosis')[0]).toMatchObject({ service, worker, generation, workerPid });
  expect(run.of('diagnosis')[0]!.msg).toMatch(/^Worker 0 of a .*it runs, so its own code is busy/);
});

/** For all processes of a run: their wall clock jumps each second, by two days ahead or back. */
const JUMPING = `
const Real = Date;
const now = () => Real.now() + (Math.floor(Number(process.hrtime.bigint()) / 1e9) % 2 ? 864e5 : -864e5);
globalThis.Date = class extends Real {
  static now() { return now(); }
  constructor(...parts) { super(...(parts.length > 0 ? parts : [now()])); }
};
`;

it.each([
  ['however often that is looked at', {}],
  ['however the clock jumps', { NODE_OPTIONS: '--import=./jumping.js' }],
])('workers that are well are never silent, %s', async (_, env) => {
  place.write('jumping.js', JUMPING);
  place.write(
    'service.js',
    `export default class {
  constructor({ log }) { this.log = log; }
  start() { let n = 0; setInterval(() => this.log.info({ id: 'tick' }, 'tick ' + ++n), 1000); }
}`,
  );
  place.write('package.json', { type: 'module' });
  place.write('services.json', {
    services: { a: { module: './service.js', workers: 4, watchdogTimeout: 1.5 } },
  });
  run = launch(place, [], { cwd: place.path, env });
  await run.message(/^tick 5$/);
  const times = run.of('tick').map(({ time }) => Number(time));
  if ('NODE_OPTIONS' in env) expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(24 * 3600e3);
  expect(run.of('worker-silent')).toEqual([]);
  expect(run.of('worker-exited')).toEqual([]);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('a worker that has done its tasks is replaced by a new one first', async () => {
  place.write('package.json', { type: 'module' });
  place.write('service.js', SERVICE);
  const recycle = { maxTasks: 5 };
  const config = { tasks: 5 };
  const services = { a: { module: './service.js', workers: 2, recycle, config, reload: { stableFor: 0.1 } } };
  place.write('services.json', { services });
  run = launch(place);
  await run.line('worker-recycled');
  const at = (id: string) => run!.lines.findIndex((line) => line.id === id);
  expect(at('worker-worn')).toBeLessThan(at('worker-recycled'));
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('check finds what is wrong with the options of a service, and options prints them', () => {
  place.write('package.json', { type: 'module' });
  const zod = JSON.stringify(`file://${ROOT}/node_modules/zod/index.js`);
  place.write(
    'api.js',
    `import { z } from ${zod};
     export const options = z.object({ port: z.int().default(1).meta({ mutable: true }) });
     export default () => ({ start() {} });`,
  );
  place.write('services.json', { services: { api: { module: './api.js', config: { prot: 1, port: 'x' } } } });
  const nova = (...args: string[]) =>
    spawnSync(process.execPath, [BIN, ...args], { cwd: place.path, encoding: 'utf8' });
  const checked = nova('check');
  expect(checked.status).toBe(78);
  expect(checked.stderr).toMatch(
    /services\.api\.config\.prot: found the unknown option "prot"; expected one of port/,
  );
  expect(checked.stderr).toMatch(/services\.api\.config\.port: expected number, received string/);
  const started = nova('run');
  expect(started.status).toBe(78);
  const printed = JSON.parse(nova('options', '--binary', 'api').stdout);
  expect(printed.properties.port).toMatchObject({ type: 'integer', default: 1, mutable: true });
});
