// What a thread and a timer of a ThreadGroup cost: 100,000 short threads next to as many plain promises, bare ones and
// those that can be stopped as a thread can, and 10,000 timers next to as many that are written with setTimeout for the
// same purpose, and with setInterval. CPU time, each contender in a process of its own, alternating, medians; prints
// ratios. Those to what does the same have a bound; exit 1 when one is broken. `npm run build` first.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ThreadGroup } from '../dist/index.js';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const THREADS = 100_000;
const TIMERS = 10_000;
const INTERVAL = 0.5; // s
const SECONDS = 4;

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const turn = () => new Promise((done) => setImmediate(done));

/** Microseconds of CPU for each thread; the second of two goes counts, the first is the compiler's. */
async function threads(runAll) {
  await runAll();
  globalThis.gc();
  const before = cpu();
  await runAll();
  return { cost: (cpu() - before) / THREADS };
}

const plainly = (work) => () => Promise.all(Array.from({ length: THREADS }, () => work()));

/** As threads have it: each can be stopped. */
const withSignals = (work) => () =>
  Promise.all(Array.from({ length: THREADS }, () => work(new AbortController().signal)));

const grouped = (work) => () => {
  const group = new ThreadGroup();
  for (let n = 0; n < THREADS; n++) group.addThread(work);
  return group.wait();
};

/** Microseconds of CPU for each call, and bytes of the heap for each timer while it waits. */
async function timers(startOne) {
  let calls = 0;
  const work = async () => {
    calls++;
  };
  globalThis.gc();
  const empty = process.memoryUsage().heapUsed;
  // Their calls are spread over the interval, as those of many services are.
  for (let n = 0; n < TIMERS; n++) startOne(work, (n / TIMERS) * INTERVAL);
  await pause(2 * INTERVAL);
  globalThis.gc();
  const bytes = (process.memoryUsage().heapUsed - empty) / TIMERS;
  const [before, first] = [cpu(), calls];
  await pause(SECONDS);
  const all = (SECONDS / INTERVAL) * TIMERS;
  if (calls - first < all * 0.95) throw new Error(`Only ${calls - first} of ${all} calls were made.`);
  return { cost: (cpu() - before) / (calls - first), bytes };
}

function interval(work, delay) {
  setTimeout(() => setInterval(work, INTERVAL * 1000), delay * 1000);
}

/** What people write who want what a timer of a group does: no drift, no overlap, errors logged, a signal to stop it. */
function rearmed(work, delay) {
  const { signal } = new AbortController();
  let due = performance.now() + delay * 1000;
  const tick = async () => {
    try {
      await work(signal);
    } catch (error) {
      console.error(error);
    }
    due += INTERVAL * 1000;
    if (!signal.aborted) timer = setTimeout(tick, Math.max(0, due - performance.now()));
  };
  let timer = setTimeout(tick, delay * 1000);
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

const group = new ThreadGroup();
const ours = (work, initialDelay) => group.addTimer(INTERVAL, work, { initialDelay });

const atOnce = async () => {};
const contenders = {
  'turn plain': () => threads(plainly(turn)),
  'turn signals': () => threads(withSignals(turn)),
  'turn group': () => threads(grouped(turn)),
  'at once plain': () => threads(plainly(atOnce)),
  'at once signals': () => threads(withSignals(atOnce)),
  'at once group': () => threads(grouped(atOnce)),
  'timer interval': () => timers(interval),
  'timer plain': () => timers(rearmed),
  'timer group': () => timers(ours),
};

if (process.argv[2]) {
  console.log(JSON.stringify(await contenders[process.argv[2]]()));
  process.exit();
}

const figures = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  const names = Object.keys(contenders);
  if (round % 2) names.reverse();
  for (const name of names) {
    const args = ['--expose-gc', fileURLToPath(import.meta.url), name];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
    figures[name].push(JSON.parse(stdout));
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const of = (name, field = 'cost') => median(figures[name].map((figure) => figure[field]));

let within = true;
function row(what, plain, group, bound) {
  const ratio = of(group) / of(plain);
  if (bound !== undefined && ratio > bound) within = false;
  console.log(
    `${what.padEnd(62)} ${of(plain).toFixed(2).padStart(6)} ${of(group).toFixed(2).padStart(6)} µs  ` +
      `ratio ${ratio.toFixed(2)}${bound === undefined ? '' : ` (at most ${bound})`}`,
  );
}

console.log(`${''.padEnd(62)} ${'plain'.padStart(6)} ${'group'.padStart(6)}     CPU, median of ${ROUNDS}`);
row(`${THREADS} threads of one turn of the event loop, with a signal`, 'turn signals', 'turn group', 5);
row('the same, bare promises', 'turn plain', 'turn group');
row('threads that do nothing, promises with a signal', 'at once signals', 'at once group', 5);
row('threads that do nothing, bare promises', 'at once plain', 'at once group');
row(`a call of ${TIMERS} timers, setTimeout`, 'timer plain', 'timer group', 3);
row(`a call of ${TIMERS} timers, setInterval`, 'timer interval', 'timer group');
const bytes = (name) => `${of(name, 'bytes').toFixed(0)} bytes`;
console.log(
  `memory of a timer that waits: setInterval ${bytes('timer interval')}, setTimeout ${bytes('timer plain')}, ` +
    `group ${bytes('timer group')}`,
);
console.log(within ? 'All within their bounds.' : 'NOT within the bounds.');
process.exitCode = within ? 0 : 1;
