import { AggregatorRegistry, Registry } from 'prom-client';
import type { Orders } from '../control/orders.js';
import { Ledger } from './ledger.js';
import { addSeries } from './series.js';
import type { Tally } from './tally.js';
import { ofOneType } from './understood.js';

/**
 * All metrics as text, aggregated over the workers. With prom-client it is loaded when somebody asks for metrics for the
 * first time; the workers are asked each time, and never in between.
 */
export class Exposition {
  readonly #ledger = new Ledger();
  #making: Promise<string> | undefined;

  constructor(
    private readonly orders: Pick<Orders, 'status' | 'samples'>,
    private readonly tally: Tally,
  ) {}

  /** Those who ask while it is being made get the same. */
  text(): Promise<string> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #make(): Promise<string> {
    const sampled = await this.orders.samples();
    const status = await this.orders.status(false);
    const ledger = this.#ledger;
    ledger.take(
      sampled,
      status.services.map(({ name }) => name),
    );
    const ours = new Registry();
    addSeries(ours, { status, sampled, ledger, tally: this.tally });
    const answered = new Set(sampled.filter(({ sample }) => sample).map(({ process }) => process));
    const theirs = AggregatorRegistry.aggregate(ofOneType(ledger.metrics(answered)) as never);
    const texts = await Promise.all([ours.metrics(), theirs.metrics()]);
    return texts.filter((text) => text.trim() !== '').join('\n');
  }
}
