import { afterEach, describe, expect, it } from 'vitest';
import { FIXTURES, gone, launch, Place, type Run } from './harness.js';

/** Every signal in every phase: whatever comes, SIGTERM ends it with 0, and what had started has been stopped. */

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGTTIN', 'SIGTTOU'] as const;
const PHASES = ['starting', 'ready', 'draining', 'reloading'] as const;

let place: Place;
let run: Run;

afterEach(() => {
  run.destroy();
  place.remove();
});

const printed = (text: string) =>
  [...run.lines.map(({ msg }) => msg), ...run.raw].filter((line) => line === text).length;
const prints = (text: string, count: number) =>
  run.until(() => printed(text) >= count, `"${text}" ${count} times`);

/** Brings the launcher into the phase. */
async function reach(phase: (typeof PHASES)[number], workers: number): Promise<void> {
  await prints('start', workers);
  if (phase === 'starting') return;
  await prints('started', workers);
  if (phase === 'ready') return;
  if (phase === 'draining') {
    run.signal('SIGTERM');
    return prints('stop true', 1);
  }
  run.signal('SIGHUP');
  // In one process a reload begins with the stop, under a supervisor with a new worker.
  await (workers === 1 ? prints('stop true', 1) : prints('start', workers + 1));
}

describe.each([1, 2])('%i worker(s)', (workers) => {
  describe.each(PHASES)('%s', (phase) => {
    it.each(SIGNALS)('%s', async (signal) => {
      place = new Place();
      const config = { startDelay: 250, stopDelay: 250 };
      const service = { module: `${FIXTURES}/worker.js`, workers, reload: { stableFor: 0.1 }, config };
      place.write('services.json', { services: { a: service } });
      run = launch(place);
      await reach(phase, workers);
      const children = run.workers;
      run.signal(signal);
      if (signal !== 'SIGTERM' && signal !== 'SIGINT') {
        // Its effect is over before the stop: what it started counts as well.
        if (phase !== 'draining') await prints('started', workers);
        run.signal('SIGTERM');
      }
      expect(await run.exit()).toBe(0);
      await gone([...children, ...run.workers]);
      expect(printed('stopped')).toBe(printed('started'));
      expect(printed('stop false')).toBe(0);
      expect(run.of('worker-crashed')).toEqual([]);
    });
  });
});
