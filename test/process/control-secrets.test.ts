import { afterEach, beforeEach, expect, it } from 'vitest';
import { nova } from './control-harness.js';
import { launch, Place, type Run } from './harness.js';

/** What a worker says in its last words is told to who asks; secrets of files are not. */

let place: Place;
let run: Run;

const SERVICE = `
export default class Leaky {
  constructor(context) { this.context = context; }
  get config() { return this.context.config; }
  start() {
    if (this.config.leak) throw new Error('cannot log in as ada:' + this.config.password);
    this.timer = setInterval(() => {}, 1000);
  }
  stop() { clearInterval(this.timer); }
}`;

beforeEach(() => {
  place = new Place();
  place.write('leaky.mjs', SERVICE);
  place.write('password', 'hunter"22');
});

afterEach(() => {
  run.destroy();
  place.remove();
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: the definition's own
const PASSWORD = '${file:password}';

function write(leak: boolean): void {
  const config = { password: PASSWORD, leak };
  const restart = { intensity: 'unlimited', backoff: { initial: 60, max: 60 } };
  place.write('services.json', {
    services: { a: { module: './leaky.mjs', workers: 2, restart, config } },
  });
}

it('not in the status, not in the outcome of a reload, not in the events', async () => {
  write(true);
  run = launch(place);
  await run.line('worker-crashed', 2);
  const asked = [
    await nova(place, 'status', '--json'),
    await nova(place, 'status'),
    await nova(place, 'events'),
  ];
  for (const { stdout } of asked) {
    expect(stdout).toContain('cannot log in as ada:***');
    expect(stdout).not.toContain('hunter');
  }
  run.signal('SIGTERM');
  await run.exit();
  write(false);
  run = launch(place);
  await run.line('service-ready');
  write(true);
  for (const format of [[], ['--json']]) {
    const { stdout, stderr } = await nova(place, 'reload', '--wait', ...format);
    expect(stdout + stderr).toContain('cannot log in as ada:***');
    expect(stdout + stderr).not.toContain('hunter');
  }
});

it('not in the outcome of a reload in place', async () => {
  write(false);
  run = launch(place, ['--workers', '1']);
  await run.line('ready');
  write(true);
  const { stdout, stderr } = await nova(place, 'reload', '--wait', '--json');
  expect(stdout + stderr).toContain('cannot log in as ada:***');
  expect(stdout + stderr).not.toContain('hunter');
});
