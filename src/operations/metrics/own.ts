import { createRequire } from 'node:module';
import type { ServiceBase } from '../../service/types.js';
import type { Metric } from './sample.js';

/** Seconds that a registry has to collect what it tells. */
const PATIENCE = 1;

const { cache } = createRequire(import.meta.url);

/** Of a copy of prom-client that something in this process has loaded. */
interface Copy {
  readonly register?: { getMetricsAsJSON?(): Promise<readonly Metric[]> };
}

/**
 * The service's own metrics: what its metrics() returns, else the default registry of prom-client, whichever copy of it
 * the service has loaded; none is loaded for this. Never rejects: `complain` is told.
 */
export async function ownMetrics(
  service: Pick<ServiceBase, 'metrics'> | undefined,
  complain: (reason: unknown) => void,
): Promise<readonly Metric[]> {
  try {
    const told = service?.metrics ? [service.metrics()] : registries().map((one) => one.getMetricsAsJSON());
    const metrics = (await inTime(Promise.all(told))).flat() as readonly Metric[];
    // What cannot be sent is found out here, where somebody hears of it.
    JSON.stringify(metrics);
    return metrics;
  } catch (error) {
    complain(error);
    return [];
  }
}

async function inTime<Result>(promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`not collected within ${PATIENCE} s`);
    timer = setTimeout(reject, PATIENCE * 1000, error).unref();
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** CommonJS modules are in this cache also when an ES module has imported them. */
function registries(): { getMetricsAsJSON(): Promise<readonly Metric[]> }[] {
  const files = Object.keys(cache).filter((file) => /[\\/]prom-client[\\/]index\.js$/.test(file));
  const copies = files.map((file) => cache[file]?.exports as Copy | undefined);
  return copies
    .map((copy) => copy?.register)
    .filter((register) => typeof register?.getMetricsAsJSON === 'function') as never;
}
