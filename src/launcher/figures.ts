import type { Figures } from '../operations/control/status.js';
import type { Host } from './host.js';

/** Seconds over which a process looks at itself. */
const SAMPLE = 0.1;

/** Seconds on the clock that all processes of a machine share. */
export const monotonic = () => Number(process.hrtime.bigint()) / 1e9;

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

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
