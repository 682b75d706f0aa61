import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventually, FIXTURES, launch, Place, type Run } from './harness.js';

/**
 * Memory, timers and descriptors stay as they are while threads, timers and reloads come and go. A minute;
 * `npm run soak` takes an hour.
 */

const SECONDS = Number(process.env.SOAK ?? 60);
const PAUSE = 2; // s between two reloads
const MIB = 2 ** 20;

/** What a process has when it is quiet. */
interface Sample {
  readonly descriptors: number;
  readonly resident: number;
  readonly timers?: number;
  readonly heap?: number;
}

/** Reloads again and again, until the time is over, then stops; `each` sees what is there after every reload. */
async function soak(workers: number, each: (run: Run) => Promise<void>): Promise<Run> {
  const place = new Place();
  const reload = { stableFor: 0.2 };
  const config = { http: { host: '127.0.0.1', port: 0 } };
  const services = { churn: { module: `${FIXTURES}/churn.js`, workers, reload, config } };
  place.write('services.json', { services });
  const run = launch(place);
  try {
    const end = performance.now() + SECONDS * 1000;
    for (let count = 1; performance.now() < end; count++) {
      await run.line('sample', count);
      run.signal('SIGHUP');
      await run.line('reload-accepted', count);
      await each(run);
      await new Promise((done) => setTimeout(done, PAUSE * 1000));
    }
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
    return run;
  } finally {
    run.destroy();
    place.remove();
  }
}

function sampleOf(pid: number): Sample {
  const resident = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1];
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, resident: Number(resident) * 1024 };
}

/** The last third of the samples next to the second; in the first, everything is loaded and compiled. */
function expectFlat(samples: readonly Sample[], what: string): void {
  const third = Math.floor(samples.length / 3);
  expect(third, `${what}: too few samples`).toBeGreaterThan(1);
  const [before, after] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const sorted = (part: readonly Sample[], key: keyof Sample) =>
    part.map((sample) => sample[key] ?? 0).sort((a, b) => a - b);
  const least = (part: readonly Sample[], key: keyof Sample) => sorted(part, key)[0]!;
  // In the middle of a reload one is less: nobody listens.
  const usual = (part: readonly Sample[], key: keyof Sample) => sorted(part, key)[part.length >> 1]!;
  const told = `${what}: ${JSON.stringify({ first: samples[0], before: before.at(-1), after: after.at(-1) })}`;
  expect(usual(after, 'descriptors'), told).toBeLessThanOrEqual(usual(before, 'descriptors'));
  expect(usual(after, 'timers'), told).toBeLessThanOrEqual(usual(before, 'timers'));
  expect(least(after, 'resident'), told).toBeLessThan(least(before, 'resident') * 1.04 + MIB);
  // What V8 compiles meanwhile lies in the heap, too.
  expect(least(after, 'heap'), told).toBeLessThan(least(before, 'heap') * 1.02 + MIB / 4);
}

it('what churns in a process that is reloaded in place leaves nothing behind, nor do workers in their supervisor', {
  timeout: (SECONDS + 60) * 1000,
}, async () => {
  const supervisor: Sample[] = [];
  const [inPlace] = await Promise.all([
    soak(1, async () => {}),
    soak(2, async (run) => {
      await eventually(() => run.workers.length === 2, 'the end of the old workers');
      supervisor.push(sampleOf(run.pid));
    }),
  ]);
  expectFlat(inPlace.of('sample') as unknown as Sample[], 'in place');
  expectFlat(supervisor, 'supervisor');
});
