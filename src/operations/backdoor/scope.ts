import type net from 'node:net';
import type { Clock } from '../../service/clock.js';
import type { Logger } from '../../service/types.js';

export type BackdoorLog = Pick<Logger, 'info' | 'warn'>;

/** What a backdoor opens to. */
export interface BackdoorScope {
  /** What {service} in a path stands for; also for the greeting and the prompt. */
  readonly service: string;
  /** What {worker} in a path stands for. */
  readonly worker: number;
  /** What can be named beside the helpers, as service, tg, config, log. Getters are asked anew by each line. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The text of the report; without it there is no report() in scope. */
  readonly report?: (() => string | Promise<string>) | undefined;
  /** Called with the server before it listens, so that no drain closes it: ConnectionDrain.exclude(). */
  readonly exclude?: ((server: net.Server) => void) | undefined;
  /** For the seconds of cpuProfile(); absent, as it is outside of tests: the real one. */
  readonly clock?: Clock | undefined;
}
