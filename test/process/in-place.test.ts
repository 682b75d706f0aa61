import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, launch, Place, type Run } from './harness.js';

/** The reload of one process: in place, with the new configuration; and back when that does not start. */

let place: Place;
let run: Run;

const write = (config: object, name = 'a') =>
  place.write('services.json', { services: { [name]: { module: `${FIXTURES}/worker.js`, config } } });

const printed = (text: string) => run.raw.filter((line) => line === text).length;

beforeEach(async () => {
  place = new Place();
  write({ text: 'old' });
  run = launch(place);
  await run.line('ready');
});

afterEach(() => {
  run.destroy();
  place.remove();
});

describe('a reload in place', () => {
  it('stops, resets and starts with the new configuration', async () => {
    write({ text: 'new' });
    run.signal('SIGHUP');
    await run.line('reload-accepted');
    expect(run.raw).toEqual([
      'construct old',
      'start',
      'started',
      'signal',
      'stop true',
      'stopped',
      'wait',
      'reset new',
      'start',
      'started',
    ]);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
    expect(printed('signal')).toBe(2);
    expect(printed('stopped')).toBe(2);
  });

  it('asks nobody for his health who is stopped for it', async () => {
    place.write('package.json', { type: 'module' });
    place.write(
      'service.js',
      `export default class {
  constructor({ log }) { this.log = log; }
  start() { this.up = true; this.timer = setInterval(() => {}, 1000); }
  health() { return this.up; }
  async stop() {
    this.up = false;
    clearInterval(this.timer);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}`,
    );
    place.write('services.json', { services: { a: { module: './service.js', healthInterval: 0.05 } } });
    run.destroy();
    run = launch(place);
    await run.line('ready');
    run.signal('SIGHUP');
    await run.line('reload-accepted');
    expect(run.of('health')).toEqual([]);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
  });

  it('that does not start goes back to the old configuration, and the next good one goes through', async () => {
    write({ text: 'new', throwAt: 'start' });
    run.signal('SIGHUP');
    const refused = await run.line('reload-refused');
    expect(refused.msg).toContain('start failed on purpose');
    await run.until(() => printed('reset old') === 1 && printed('started') === 2, 'the old configuration');
    write({ text: 'newer' });
    run.signal('SIGHUP');
    await run.line('reload-accepted');
    expect(printed('reset newer')).toBe(1);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
    expect(printed('stopped')).toBe(printed('started'));
  });

  it('with a config that the service does not take is refused before anything is stopped', async () => {
    write({ text: 'new', refuse: 'refused on purpose' });
    run.signal('SIGHUP');
    const refused = await run.line('reload-refused');
    expect(refused.msg).toContain('config.refuse of the service a: refused on purpose');
    expect(printed('signal')).toBe(0);
    expect(printed('stop true')).toBe(0);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
  });

  it('onto a definition without the service is refused', async () => {
    write({ text: 'new' }, 'b');
    run.signal('SIGHUP');
    const refused = await run.line('reload-refused');
    expect(refused.msg).toContain('no service a any more');
    expect(printed('stop true')).toBe(0);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
  });

  it('L3: with a stop() that hangs ends the process with 75 after the timeouts', async () => {
    const config = { hangAt: 'stop' };
    const service = { module: `${FIXTURES}/worker.js`, config, gracefulShutdownTimeout: 1, readyTimeout: 1 };
    run.destroy();
    place.write('services.json', { services: { a: service } });
    run = launch(place);
    await run.line('ready');
    run.signal('SIGHUP');
    expect(await run.exit()).toBe(75);
  });
});

it('what one process cannot do by a signal, and a start() that waits for nothing, are told under an id', async () => {
  run.destroy();
  const one = { services: { a: { module: `${FIXTURES}/worker.js` } } };
  place.write('services.json', one);
  run = launch(place);
  await run.line('ready');
  run.signal('SIGTTIN');
  expect((await run.line('scale-refused')).msg).toContain('One process cannot have more workers');
  run.destroy();
  place.write('never.mjs', 'export default class { start() { return new Promise(() => {}); } }');
  place.write('services.json', { services: { never: { module: './never.mjs' } } });
  run = launch(place);
  expect(await run.line('service-failed')).toMatchObject({
    service: 'never',
    code: 'NL_START_FAILED',
    msg: 'start() of never does not resolve, and nothing is left that it could wait for.',
  });
  expect(await run.exit()).toBe(4);
});
