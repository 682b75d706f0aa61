import type { Figures } from '../operations/control/status.js';
import { ownMetrics } from '../operations/metrics/own.js';
import type { Sample } from '../operations/metrics/sample.js';
import type { Host } from './host.js';
import { firstLine } from './log.js';

/** Seconds over which a process looks at itself. */
const SAMPLE = 0.1;

/** Seconds on the clock that all processes of a machine share. */
export const monotonic = () => Number(process.hrtime.bigint()) / 1e9;

/** When this process began, as a date of ISO 8601. */
export const startedAt = () => new Date(Date.now() - process.uptime() * 1000).toISOString();

/** What this process uses now; `asked` is when the question was put. Costs nothing while nobody asks. */
export async function measure(
  host: Pick<Host, 'health'> | undefined,
  tasks: number,
  asked: number,
): Promise<Figures> {
  const delay = Math.max(0, monotonic() - asked);
  const before = { at: monotonic(), cpu: cpuTime(), loop: performance.eventLoopUtilization() };
  await new Promise((resolve) => setTimeout(resolve, SAMPLE * 1000).unref());
  const cpu = cpuTime();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    cpu: (cpu - before.cpu) / (monotonic() - before.at),
    cpuTime: cpu,
    memory: rss,
    heap: heapUsed,
    eventLoop: { delay, busy: performance.eventLoopUtilization(before.loop).utilization },
    tasks,
    health: host?.health ?? null,
  };
}

/** What metrics tell of this process, the service's own included. */
export async function sample(host: Host | undefined, tasks: number, asked: number): Promise<Sample> {
  const delay = Math.max(0, monotonic() - asked);
  const metrics = await ownMetrics(host?.instance, (err) =>
    host?.context.log.warn({ err, id: 'own-metrics' }, `Its own metrics are left out: ${firstLine(err)}.`),
  );
  const memory = process.memoryUsage.rss();
  return { delay, cpuTime: cpuTime(), memory, tasks, health: host?.health?.status ?? null, metrics };
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
