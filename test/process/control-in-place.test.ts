import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Status } from '../../src/operations/control/status.js';
import { nova } from './control-harness.js';
import { eventually, FIXTURES, launch, Place, type Run } from './harness.js';

/** One process that runs its service itself answers what it can, and says why not what it cannot. */

let place: Place;
let run: Run;

beforeEach(async () => {
  place = new Place();
  write();
  run = launch(place, ['--control', 'own.sock']);
  await run.line('ready');
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const write = (config: object = {}) =>
  place.write('services.json', { services: { api: { module: `${FIXTURES}/worker.js`, config } } });
const own = (...argv: string[]) => nova(place, ...argv, '--control', 'own.sock');

it('status, reload, events and stop', async () => {
  const known: Status = JSON.parse((await own('status', '--json')).stdout);
  expect(known).toMatchObject({ pid: run.pid, launcher: 'ServiceLauncher', state: 'running', generation: 1 });
  expect(known.services[0]!.workers[0]!).toMatchObject({ pid: run.pid, state: 'ready' });
  expect((await own('status')).stdout).toMatch(/api +ready +1\/1/);

  expect(await own('reload', '--wait')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/Reload done/),
  });
  write({ refuse: 'not this' });
  const refused = await own('reload', '--wait');
  expect(refused).toMatchObject({ status: 5, stderr: expect.stringContaining('not this') });
  expect(JSON.parse((await own('status', '--json')).stdout)).toMatchObject({
    generation: 2,
    verdict: { generation: 3, outcome: 'refused', reason: expect.stringContaining('not this') },
  });
  expect((await own('events')).stdout).toMatch(/reload-refused/);
  // The reason alone, as by a supervisor: who prints it has words of his own around it.
  place.write('services.json', '{');
  const { stderr } = await own('reload', '--wait');
  expect(stderr).toMatch(
    /^nova-launch: the reload was refused: services\.json:1:\d+ {2}found .*Remedy: [^.]*\.\n$/,
  );
  expect((await run.message(/^Reload refused: services\.json/)).msg).toMatch(
    /[^.]\. The service goes on as it was\.$/,
  );

  expect(await own('stop')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Stopping\./) });
  expect(await run.exit()).toBe(0);
});

it('status has both generations, while one is to take the place of the other', async () => {
  place.write(
    'gate.mjs',
    `import { existsSync } from 'node:fs';
    const go = new URL('./go', import.meta.url);
    export default class Gate {
      constructor(context) { this.context = context; }
      async start() {
        while (this.context.config.wait && !existsSync(go)) await new Promise((done) => setTimeout(done, 20));
        this.timer = setInterval(() => {}, 1000);
      }
      stop() { clearInterval(this.timer); }
    }`,
  );
  const define = (wait: boolean) =>
    place.write('gate.json', { services: { api: { module: './gate.mjs', config: { wait } } } });
  define(false);
  const gate = launch(place, ['--config', 'gate.json', '--control', 'gate.sock']);
  const ask = (...argv: string[]) => nova(place, ...argv, '--control', 'gate.sock');
  try {
    await gate.line('ready');
    define(true);
    expect((await ask('reload')).stdout).toBe('Reload in place has begun, as generation 2.\n');
    const rollout = { generation: 2, stage: 'in-place', services: ['api'], removed: [], queued: null };
    expect(JSON.parse((await ask('status', '--json')).stdout)).toMatchObject({
      state: 'reloading',
      generation: 1,
      rollout,
    });
    expect((await ask('status')).stdout).toMatch(
      / generation 1, 2 under way .*\n.*\nGeneration 2 of api begins in place\.\n/,
    );
    place.write('go', '');
    await gate.line('reload-accepted');
    await eventually(
      async () => JSON.parse((await ask('status', '--json')).stdout).rollout === null,
      'the end of the reload',
    );
    expect(JSON.parse((await ask('status', '--json')).stdout)).toMatchObject({ generation: 2 });
  } finally {
    gate.destroy();
  }
});

it.each([['restart'], ['scale', 'api', '2'], ['stop', 'api'], ['start', 'api']])(
  '%s makes no sense here, and is refused with what would',
  async (...argv) => {
    const refused = await own(...argv);
    expect(refused).toMatchObject({ status: 5, stdout: '' });
    expect(refused.stderr).toMatch(/There is only this process.*\nRemedy: Start it with --workers 2/);
    expect(await own('status')).toMatchObject({ status: 0 });
  },
);

it('where no socket can be, the service runs all the same, and the log says so', async () => {
  place.write('file', '');
  const other = launch(place, ['--control', 'file/x.sock']);
  await other.line('ready');
  expect((await other.line('control-failed')).msg).toMatch(
    /no control socket at .*file\/x\.sock.*[^.]\. Name another place/,
  );
  other.signal('SIGTERM');
  expect(await other.exit()).toBe(0);
});

it('a service that has finished ends, though somebody follows', async () => {
  const finite = `import { existsSync } from 'node:fs';
    const go = new URL('./go', import.meta.url);
    export default { async start() { while (!existsSync(go)) await new Promise((done) => setTimeout(done, 20)); } };`;
  place.write('finite.mjs', finite);
  place.write('finite.json', { services: { finite: { module: './finite.mjs' } } });
  const finiteRun = launch(place, ['--config', 'finite.json']);
  await finiteRun.line('started');
  const follower = launch(place, ['events', '--follow', '--json', '--config', 'finite.json']);
  await follower.line('started');
  place.write('go', '');
  await finiteRun.line('finished');
  expect(await finiteRun.exit()).toBe(0);
  expect(await follower.exit()).toBe(0);
  expect(follower.of('stopped')).toHaveLength(1);
});
