import { Target } from '../messaging/index.js';

/** What every Nova service answers beside its own methods. nova.baserpc.BaseRPCAPI. */
export class BaseRpcApi {
  readonly target = new Target({ namespace: 'baseapi', version: '1.1' });

  constructor(
    private readonly serviceName: string,
    private readonly backdoorPort: () => number | undefined,
  ) {}

  ping(_context: unknown, { arg }: { arg: unknown }): { service: string; arg: unknown } {
    return { service: this.serviceName, arg };
  }

  /** That of the worker that is asked; null where its backdoor is closed, or a unix socket. */
  get_backdoor_port(): number | null {
    return this.backdoorPort() ?? null;
  }
}
