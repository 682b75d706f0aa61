import parse from 'parse-prometheus-text-format';
import { Registry } from 'prom-client';
import type { ServiceStatus, Status } from '../../../src/operations/control/status.js';
import { Exposition } from '../../../src/operations/metrics/exposition.js';
import { decode, encode, type Metric, type Sampled } from '../../../src/operations/metrics/sample.js';
import { Tally } from '../../../src/operations/metrics/tally.js';

/** A launcher of which only that is known which metrics tell. */
export class World {
  readonly tally = new Tally();
  sampled: Sampled[] = [];
  services: string[] = ['api'];
  /** How often the workers were asked. */
  asked = 0;
  readonly #exposition = new Exposition(
    {
      status: async () => this.#status(),
      samples: async () => {
        this.asked += 1;
        return this.sampled;
      },
    },
    this.tally,
  );

  /** A worker that answers, as over the channel. */
  answers(
    process: number,
    more: { metrics?: readonly Metric[]; cpuTime?: number; tasks?: number } = {},
  ): Sampled {
    const base = { delay: 0.001, cpuTime: 1, memory: 1000, tasks: 0, health: 'ok', metrics: [] } as const;
    return { service: 'api', process, sample: decode(encode({ ...base, ...more })), waited: 0.01 };
  }

  text(): Promise<string> {
    return this.#exposition.text();
  }

  /** The value of a series; undefined where there is none. */
  async value(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
    const series = seriesOf(await this.text());
    return series.find((one) => one.name === name && same(one.labels, labels))?.value;
  }

  #status(): Status {
    const service = (name: string): ServiceStatus => ({
      name,
      state: 'ready',
      essential: true,
      ready: 1,
      wanted: 2,
      quorum: 1,
      generation: 1,
      budget: { left: null, intensity: null, period: 30 },
      workers: [],
    });
    return {
      name: 'test',
      pid: 1,
      launcher: 'ProcessLauncher',
      version: '1.0.0',
      definition: null,
      since: '2026-01-01T00:00:00.000Z',
      state: 'running',
      ready: true,
      generation: 1,
      memory: 5,
      rollout: null,
      verdict: null,
      stopping: null,
      services: this.services.map(service),
    };
  }
}

/** What a registry tells. */
export async function toldBy(fill: (registers: Registry[]) => void): Promise<Metric[]> {
  const registry = new Registry();
  fill([registry]);
  return (await registry.getMetricsAsJSON()) as unknown as Metric[];
}

export interface Series {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly value: number;
}

/** As a parser that is not ours reads the text; without the types, as it forgets labels of histograms. */
export function seriesOf(text: string): Series[] {
  parse(text);
  return parse(text.replace(/^#.*$/gm, '')).flatMap(({ name, metrics }) =>
    metrics.map(({ labels = {}, value }) => ({ name, labels, value: toNumber(value) })),
  );
}

const toNumber = (text: string) => Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));

const same = (one: Record<string, string>, other: Record<string, string>) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
