import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { milliseconds, seconds, table } from '../lay-out.js';

/** Seconds for which the delay of just now is measured, and milliseconds between two looks. */
const MEASURED = 0.2;
const RESOLUTION = 5;

/** How late timers are, just now, and how busy the loop has been since the start. */
export async function eventLoopSection(): Promise<string> {
  const now = monitorEventLoopDelay({ resolution: RESOLUTION });
  now.enable();
  await sleep(MEASURED * 1000);
  now.disable();
  const { utilization } = performance.eventLoopUtilization();
  const { user, system } = process.cpuUsage();
  return table([
    ['Delay just now', `mean ${delay(now.mean)}, longest ${delay(now.max)}`],
    ['Busy since the start', `${(utilization * 100).toFixed(1)} %`],
    ['CPU', `${seconds(user / 1e6)} user, ${seconds(system / 1e6)} system`],
  ]);
}

/** What the histogram counts, in nanoseconds, is the time from one look to the next. */
function delay(nanoseconds: number): string {
  return Number.isFinite(nanoseconds) ? milliseconds(Math.max(0, nanoseconds / 1e6 - RESOLUTION)) : '-';
}
