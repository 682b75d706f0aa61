import type { Health } from '../../service/health.js';

/** One metric of a registry, as getMetricsAsJSON() of prom-client has it. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly aggregator?: string;
  readonly values: readonly MetricValue[];
}

export interface MetricValue {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Absent: that of the metric. */
  readonly metricName?: string;
}

/** What a process tells of itself, for metrics. */
export interface Sample {
  /** Seconds that the question had to wait for its event loop. */
  readonly delay: number;
  /** CPU seconds since its start. */
  readonly cpuTime: number;
  /** Resident, in bytes. */
  readonly memory: number;
  readonly tasks: number;
  /** What health() said last; null where nothing was said. */
  readonly health: Health['status'] | null;
  /** The service's own. */
  readonly metrics: readonly Metric[];
}

/** A process of a service, asked or not. */
export interface Sampled {
  readonly service: string;
  /** Unique in the life of the launcher. */
  readonly process: number;
  /** Null: it was not asked; undefined: it has not answered. */
  readonly sample: Sample | null | undefined;
  /** Seconds that were waited for the answer. */
  readonly waited: number;
}

/** JSON has no NaN and no infinity, which gauges may have: they are told as texts. */
const NOT_FINITE: readonly unknown[] = ['NaN', 'Infinity', '-Infinity'];

export const encode = (sample: Sample): string =>
  JSON.stringify(sample, (_key, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );

/** A label may have the name "value", too: it is printed the same as a number. */
export const decode = (text: string): Sample =>
  JSON.parse(text, (key, value) => (key === 'value' && NOT_FINITE.includes(value) ? Number(value) : value));
