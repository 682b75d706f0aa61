import type { Metric, MetricValue } from './sample.js';

/** Ours; a service cannot add to them. */
const OURS = /^nova_launch_/;

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const TYPES: readonly unknown[] = ['counter', 'gauge', 'histogram', 'summary'];
const AGGREGATORS: readonly unknown[] = ['sum', 'first', 'omit', 'average', 'min', 'max'];

/**
 * What a worker of a service has told, as far as it can be printed, with the service as a label: a label of the same
 * name becomes exported_service, as it does in Prometheus.
 */
export function understood(metrics: readonly Metric[], service: string): Metric[] {
  return metrics.filter(isMetric).map((metric) => ({
    name: metric.name,
    help: String(metric.help || metric.name),
    type: metric.type,
    aggregator: AGGREGATORS.includes(metric.aggregator) ? metric.aggregator! : 'sum',
    values: metric.values
      .filter((value) => isValue(value) && !isQuantile(metric, value))
      .map((value) => labelled(value, service)),
  }));
}

function labelled({ value, labels, metricName }: MetricValue, service: string): MetricValue {
  const { service: own, ...rest } = labels ?? {};
  const all = { service, ...rest, ...(own !== undefined && { exported_service: own }) };
  return { value, labels: all, ...(metricName !== undefined && { metricName }) };
}

function isMetric(metric: Metric | null): boolean {
  if (typeof metric !== 'object' || metric === null) return false;
  const { name, type, values } = metric;
  return NAME.test(name) && !OURS.test(name) && TYPES.includes(type) && Array.isArray(values);
}

const isValue = (value: MetricValue | null): boolean =>
  typeof value === 'object' && value !== null && typeof value.value === 'number';

/** Those of several workers make no sense together; the sum and the count of a summary do. */
const isQuantile = ({ type, name }: Metric, { metricName = name }: MetricValue): boolean =>
  type === 'summary' && metricName === name;

/** One metric has one type: where services differ, the first has it. */
export function ofOneType(all: readonly (readonly Metric[])[]): Metric[][] {
  const types = new Map<string, Metric['type']>();
  for (const { name, type } of all.flat()) if (!types.has(name)) types.set(name, type);
  return all.map((metrics) => metrics.filter(({ name, type }) => types.get(name) === type));
}
