import { askHealth, type Health } from '../service/health.js';
import type { Log } from '../service/log.js';
import type { Logger, ServiceBase } from '../service/types.js';

/** Asks a service for its health, again and again, and says when it changes. */
export class HealthPoll {
  #last: Health | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly name: string,
    private readonly log: Log & Pick<Logger, 'info'>,
  ) {}

  /** What was said last; undefined while nothing was. */
  get last(): Health | undefined {
    return this.#last;
  }

  /** Asks every `interval` seconds, which is also the time for an answer; a service without health() is not asked. */
  start(service: ServiceBase, interval: number): void {
    this.stop();
    if (!service.health) return;
    const ask = async () => {
      const timer = this.#timer;
      const health = await askHealth(service, interval);
      if (timer !== this.#timer) return;
      this.#told(health);
      this.#timer = setTimeout(ask, interval * 1000).unref();
    };
    this.#timer = setTimeout(ask, 0).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #told(health: Health): void {
    const before = this.#last?.status ?? 'ok';
    this.#last = health;
    if (health.status === before) return;
    const data = { id: 'health', health };
    if (health.status === 'ok') this.log.info(data, `The health of ${this.name} is ok again.`);
    else
      this.log.warn(
        data,
        `The health of ${this.name} is ${health.status}: ${health.reason ?? 'no reason told'}.`,
      );
  }
}
