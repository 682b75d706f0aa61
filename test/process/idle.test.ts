import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, eventually, FIXTURES, Place, Run } from './harness.js';

/** L12: an idle supervisor does not wake up, and one that stops waits without using the CPU. */

let place: Place;
let run: Run;

beforeEach(async () => {
  place = new Place();
  const service = {
    module: `${FIXTURES}/worker.js`,
    workers: 4,
    // A sign of life every 7.5 s, so that one or two of each worker fall into the 10 s.
    watchdogTimeout: 30,
    reload: { stableFor: 0.1 },
    config: { stopDelay: 3000 },
  };
  place.write('services.json', { metrics: '127.0.0.1:0', services: { a: service } });
  // V8 tidies its heap up once or twice in the first half minute; here it is our wake-ups that count.
  run = new Run([process.execPath, '--no-memory-reducer', BIN], { cwd: place.path });
  await run.line('service-ready');
});

afterEach(() => {
  run.destroy();
  place.remove();
});

/** Times that the main thread was put on a CPU again. */
function switches(pid: number): number {
  const status = readFileSync(`/proc/${pid}/task/${pid}/status`, 'utf8');
  return [...status.matchAll(/ctxt_switches:\s*(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** CPU seconds of all its threads. */
function cpu(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function quiet(): Promise<void> {
  let before = -1;
  await eventually(async () => {
    const now = switches(run.pid);
    if (now === before) return true;
    before = now;
    // What is waited for is a second without a wake-up.
    await new Promise((done) => setTimeout(done, 1000));
    return false;
  }, 'a second without a wake-up');
}

it('idle for 10 s: at most 1 context switch of the main thread, signs of life included', async () => {
  await quiet();
  const before = switches(run.pid);
  await new Promise((done) => setTimeout(done, 10_000));
  const count = switches(run.pid) - before;
  console.log(`L12: ${count} context switches of the idle supervisor's main thread in 10 s`);
  expect(count).toBeLessThanOrEqual(1);
});

it('stopping for 3 s: next to no CPU, and few wake-ups', async () => {
  await quiet();
  run.signal('SIGTERM');
  const asked = () => run.lines.filter(({ msg }) => msg === 'stop true').length;
  await run.until(() => asked() === 4, 'stop(true)');
  const before = { cpu: cpu(run.pid), switches: switches(run.pid) };
  // Within the three seconds that stop() takes, with a margin at both ends.
  await new Promise((done) => setTimeout(done, 1500));
  expect(run.lines.some(({ msg }) => msg === 'stopped')).toBe(false);
  const used = { cpu: cpu(run.pid) - before.cpu, switches: switches(run.pid) - before.switches };
  console.log(
    `L12: ${used.cpu.toFixed(2)} s of CPU and ${used.switches} context switches in 1.5 s of a stop`,
  );
  expect(used.cpu).toBeLessThanOrEqual(0.05);
  expect(used.switches).toBeLessThanOrEqual(20);
  expect(await run.exit()).toBe(0);
});
