import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { nova } from './control-harness.js';
import { BIN, eventually, FIXTURES, gone, launch, Place, type Run } from './harness.js';
import { requires } from './requires.js';
import { Terminal } from './tmux.js';

/** Every command as a person at a terminal sees it; the tests go on from what the one before has left. */

const needsTmux = requires('tmux', 'apt-get install tmux');

let place: Place;
let supervisor: Run;
let terminal: Terminal | undefined;

beforeEach(needsTmux);

beforeAll(async () => {
  place = new Place();
  write({});
  supervisor = launch(place);
  await supervisor.line('worker-ready', 3);
});

afterAll(() => {
  terminal?.close();
  supervisor.destroy();
  place.remove();
});

function write(config: object): void {
  const service = { module: `${FIXTURES}/worker.js`, config };
  place.write('services.json', {
    services: {
      api: { ...service, workers: 2, reload: { stableFor: 0.2 } },
      mailer: { ...service, reload: { stableFor: 0 } },
    },
  });
}

/** Types the command, in the one terminal that there is. */
function type(command: string): Terminal {
  terminal ??= new Terminal(place.path);
  terminal.run(`${process.execPath} ${BIN} ${command}`);
  return terminal;
}

it('status is a table in colours', async () => {
  const shown = await type('status').ends(0);
  expect(shown).toMatch(new RegExp(`running +pid ${supervisor.pid} .*generation 1 `));
  expect(shown).toMatch(/^SERVICE +STATE +WORKERS +GEN +PID .*HEALTH$/m);
  expect(shown).toMatch(/^api +ready +2\/2 +1/m);
  expect(shown).toMatch(new RegExp(`^ +0 +ready +${supervisor.workers[0]} `, 'm'));
  expect(terminal!.screen(true)).toContain('\x1b[32m  ready');
});

it('status --watch is drawn anew; Ctrl-C brings back the screen that was there', async () => {
  const watching = type('status --watch');
  await watching.shows(/^api +ready +2\/2/m);
  // On the other screen there is nothing else.
  expect(watching.screen()).not.toContain('--watch');
  expect(await nova(place, 'scale', 'api', '3')).toMatchObject({ status: 0 });
  const three = await watching.shows(/^api +ready +3\/3/m);
  expect(three.match(/^api /gm)).toHaveLength(1);
  watching.press('C-c');
  const after = await watching.ends(0);
  expect(after).toContain('status --watch');
  expect(after).not.toContain('SERVICE');
  expect(await nova(place, 'scale', 'api', '2')).toMatchObject({ status: 0 });
});

it('reload --wait tells how far it is, and how it ended', async () => {
  const good = await type('reload api --wait').ends(0);
  expect(good).toMatch(/^Reload of api has begun, as generation 2\.$/m);
  expect(good).toMatch(/^\[0\/2\] Worker 0 of api is ready/m);
  expect(good).toMatch(/^\[1\/2\] Worker 1 of api is ready/m);
  expect(good).toMatch(/^Reload done: generation 2 serves\.$/m);

  write({ throwAt: 'start' });
  const bad = await type('reload --wait').ends(5);
  expect(bad).toMatch(/nova-launch: the reload was refused: (api|mailer): .*start failed on purpose/);
  write({});
  const shown = await type('status').ends(0);
  expect(shown).toMatch(/running .* generation 2 /);
  expect(shown).toMatch(/^Generation 3 was refused .* ago: .*start failed on purpose/m);
});

it('Ctrl-C in reload --wait ends the command, and not the reload', async () => {
  write({ startDelay: 1000 });
  const waiting = type('reload mailer --wait');
  await waiting.shows(/^\[0\/1\]/m);
  waiting.press('C-c');
  expect(await waiting.ends(130)).toMatch(/^The reload goes on; nova-launch events --follow tells/m);
  await eventually(
    () => supervisor.of('reload-accepted').some(({ generation }) => generation === 4),
    'the end of the reload',
  );
  write({});
});

it('restart replaces workers, and says that it has begun', async () => {
  const before = supervisor.workers;
  expect(await type('restart').ends(0)).toMatch(/^Restart of all services has begun, as generation 5\.$/m);
  expect(await type('restart mailer --wait').ends(0)).toMatch(/^Reload done: generation 6 serves\.$/m);
  await gone(before);
});

it('events --follow and logs --follow show what comes, until Ctrl-C', async () => {
  const events = type('events --follow --last 0');
  await follows(events, /\d\d:\d\d:\d\d {2}scaled +Service api is to have \d workers now\./);
  const logs = type('logs --follow --last 0');
  const shown = await follows(logs, /INFO.*: Service api is to have \d workers now\./);
  // Lines for people, and no JSON.
  expect(shown).not.toContain('"msg"');
});

/** Somebody scales, again and again, as nothing tells when the command has begun to follow. */
async function follows(following: Terminal, expected: RegExp): Promise<string> {
  let shown = '';
  for (let workers = 3; !expected.test(shown); workers = 5 - workers) {
    expect(await nova(place, 'scale', 'api', String(workers))).toMatchObject({ status: 0 });
    shown = following.screen();
  }
  following.press('C-c');
  return following.ends(0);
}

it('scale, stop and start of a service, and its log level, answer with a sentence', async () => {
  expect(await type('scale api 4').ends(0)).toMatch(/^Service api is to have 4 workers now\.$/m);
  expect(await type('scale api 2').ends(0)).toMatch(/^Service api is to have 2 workers now\.$/m);
  expect(await type('stop mailer').ends(0)).toMatch(/^Service mailer is stopped: 1 worker to drain/m);
  expect(await type('status').ends(0)).toMatch(/^mailer +resting +0\/1/m);
  expect(await type('start mailer').ends(0)).toMatch(/^Service mailer is started again with 1 worker\.$/m);
  expect(await type('log-level api debug').ends(0)).toMatch(/^Service api logs at the level debug/m);
  const wrong = await type('scale apo 2').ends(2);
  expect(wrong).toMatch(/^nova-launch: there is no service "apo"\nRemedy: Did you mean api\?$/m);
});

it('report prints one', async () => {
  expect(await type('report | head -30').ends(0)).toMatch(/Guru Meditation|Supervisor/);
});

it('stop tells what happens, and comes back when all has gone', async () => {
  const stopped = await type('stop').ends(0);
  expect(stopped).toMatch(/^Stopping 3 workers\.$/m);
  expect(stopped).toMatch(/^Everything has stopped; exit code 0\.$/m);
  expect(await supervisor.exit()).toBe(0);
  expect(await type('status').ends(3)).toMatch(/^nova-launch: no supervisor listens at/m);
});
