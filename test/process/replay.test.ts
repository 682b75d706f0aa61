import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { replay } from '../simulation/replay.js';
import { FIXTURES, launch, Place, type Run } from './harness.js';

/** What a real run did is what the core asks for: the model and the product cannot drift apart. */

let place: Place;
let run: Run;

afterEach(() => {
  run.destroy();
  place.remove();
});

const write = (config: object, more: object = {}) => {
  const service = {
    module: `${FIXTURES}/worker.js`,
    workers: 2,
    reload: { stableFor: 0.2 },
    config,
    ...more,
  };
  const after = { module: `${FIXTURES}/worker.js`, after: ['a'], restartMethod: 'mutate', config };
  place.write('services.json', { services: { a: service, b: after } });
};

it('replays a run with crashes, reloads good and bad, scaling and a stop', async () => {
  place = new Place();
  write({ text: 'one' });
  const trace = join(place.path, 'trace.jsonl');
  run = launch(place, [], { env: { NOVA_LAUNCH_TRACE: trace } });
  await run.line('service-ready', 2);
  process.kill(run.workers[0]!, 'SIGKILL');
  await run.line('worker-ready', 4);
  run.signal('SIGHUP');
  await run.line('reload-accepted');
  write({ throwAt: 'start' });
  run.signal('SIGHUP');
  await run.line('reload-refused');
  await run.line('rolled-back');
  run.signal('SIGTTIN');
  await run.line('scaled');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);

  const recorded = readFileSync(trace, 'utf8');
  const { steps, differences } = replay(recorded);
  console.log(`${steps} recorded steps replayed`);
  expect(differences).toEqual([]);
  expect(steps).toBeGreaterThan(20);

  // A trace that was tampered with is not taken for a replay.
  expect(replay(recorded.replace('"type":"drain"', '"type":"kill"')).differences).toHaveLength(1);
});
