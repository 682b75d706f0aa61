import { AggregatorRegistry } from 'prom-client';
import type { Metric, Sample, Sampled } from './sample.js';
import { understood } from './understood.js';

/** Values that are kept of a service's workers that have gone; where labels have no end, they are forgotten. */
const MOST_VALUES = 10_000;

/** What the workers of a service have told, those that have gone included, as far as it only grows. */
export interface Total {
  readonly cpuTime: number;
  readonly tasks: number;
}

interface Known {
  readonly service: string;
  readonly sample: Pick<Sample, 'cpuTime' | 'tasks'>;
  readonly metrics: readonly Metric[];
}

interface Gone extends Total {
  readonly metrics: readonly Metric[];
}

const NOTHING: Gone = { cpuTime: 0, tasks: 0, metrics: [] };

/**
 * Remembers what workers told last, so that a worker which is replaced takes nothing from the sums: a counter that falls
 * is one that was reset, to Prometheus, and adds all that is left of it once more.
 */
export class Ledger {
  #known = new Map<number, Known>();
  readonly #gone = new Map<string, Gone>();

  /** With every answer; `services` are those that there are. */
  take(sampled: readonly Sampled[], services: readonly string[]): void {
    const before = this.#known;
    this.#known = new Map();
    for (const { process, service, sample } of sampled) {
      const known = sample
        ? { service, sample, metrics: understood(sample.metrics, service) }
        : before.get(process);
      if (known) this.#known.set(process, known);
      before.delete(process);
    }
    for (const known of before.values()) this.#bury(known);
    for (const service of this.#gone.keys()) if (!services.includes(service)) this.#gone.delete(service);
  }

  total(service: string): Total {
    const all = [this.#gone.get(service) ?? NOTHING, ...this.#of(service).map(({ sample }) => sample)];
    return {
      cpuTime: all.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
      tasks: all.reduce((sum, { tasks }) => sum + tasks, 0),
    };
  }

  /** The services' own: of those that have just answered all, of others what only grows. */
  metrics(answered: ReadonlySet<number>): Metric[][] {
    const live = [...this.#known].map(([process, { metrics }]) =>
      answered.has(process) ? [...metrics] : growing(metrics),
    );
    return [...live, ...[...this.#gone.values()].map(({ metrics }) => [...metrics])];
  }

  #of(service: string): Known[] {
    return [...this.#known.values()].filter((known) => known.service === service);
  }

  #bury({ service, sample, metrics }: Known): void {
    const gone = this.#gone.get(service) ?? NOTHING;
    const sum = summed([growing(gone.metrics), growing(metrics)]);
    const count = sum.reduce((values, metric) => values + metric.values.length, 0);
    this.#gone.set(service, {
      cpuTime: gone.cpuTime + sample.cpuTime,
      tasks: gone.tasks + sample.tasks,
      metrics: count > MOST_VALUES ? [] : sum,
    });
  }
}

const growing = (metrics: readonly Metric[]): Metric[] =>
  metrics.filter(({ type, aggregator }) => type !== 'gauge' && aggregator === 'sum');

/** A metric of the registry that prom-client makes has what it was made of. */
function summed(all: Metric[][]): Metric[] {
  const registry = AggregatorRegistry.aggregate(all as never);
  return registry.getMetricsAsArray().map((metric) => (metric as unknown as { get(): Metric }).get());
}
