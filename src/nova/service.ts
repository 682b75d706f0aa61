import { RpcService, type RpcServiceOptions } from '../rpc-service.js';
import type { OptionFault, ServiceContext } from '../service/index.js';
import { NovaAccessPolicy } from './access-policy.js';
import type { RequestContext } from './context/index.js';
import { ALLOWED_EXMODS } from './exception/index.js';
import { type Mutated, mutated } from './fixed-settings.js';
import { InProgress } from './in-progress.js';
import { NovaObjectSerializer } from './objects/index.js';
import { ownContext } from './own-context.js';
import { checkOptions, refuseFaults, type ServiceOptions, topicOf, withOptions } from './service-options.js';
import {
  checkNova,
  describeNova,
  NOVA_KEYS,
  type NovaConfig,
  type NovaInput,
  RPC_DEFAULTS,
  settle,
} from './settings.js';
import { Shift } from './shift.js';

/**
 * A Nova service: a manager that answers RPC on a topic of its host, a row in the table of services, a heartbeat and
 * periodic tasks. nova.service.Service.
 */
export class Service extends RpcService<NovaInput, RequestContext> {
  static override readonly configKeys: readonly string[] = [...RpcService.configKeys, ...NOVA_KEYS];

  static override checkConfig(config: Readonly<Record<string, unknown>>): readonly OptionFault[] {
    const seen = new Set<string>();
    const all = [...RpcService.checkConfig(config), ...checkNova(config)];
    return all.filter(({ path }) => !seen.has(path.join('.')) && seen.add(path.join('.')));
  }

  static override describeConfig(): ReturnType<typeof RpcService.describeConfig> {
    const [rpc, nova] = [RpcService.describeConfig(), describeNova()];
    return { ...nova, properties: { ...rpc.properties, ...nova.properties } };
  }

  /**
   * In a worker with its context; in a program without, to hand it to serve(). Throws LaunchError NL_BAD_VALUE for
   * options that are wrong. nova.service.Service.create.
   */
  static create(options: ServiceOptions = {}, context?: ServiceContext<NovaInput>): Service {
    return new this(context ?? ownContext(options), options);
  }

  readonly options: ServiceOptions;
  readonly #inProgress: InProgress;
  #settled: (Mutated & { readonly from: unknown }) | undefined;
  #shift: Shift | undefined;

  constructor(context: ServiceContext<NovaInput>, options: ServiceOptions = {}) {
    const inProgress = new InProgress();
    super(context, rpcOptions(inProgress));
    checkOptions(options);
    this.options = options;
    this.#inProgress = inProgress;
  }

  get binary(): string {
    return this.options.binary ?? this.name;
  }

  get topic(): string {
    return this.options.topic ?? this.nova.topic ?? topicOf(this.binary);
  }

  get host(): string {
    return this.nova.host;
  }

  /**
   * The config with all defaults, and what the options say instead. Another one after a mutate, but for what cannot change
   * between start() and the end.
   */
  get nova(): NovaConfig {
    return this.#settle().nova;
  }

  #settle(): Mutated {
    const from = this.config;
    const before = this.#settled;
    if (before?.from === from) return before!;
    const wanted = withOptions(settle(from ?? {}), this.options);
    const now = this.#shift && before ? mutated(before.nova, wanted) : { nova: wanted, kept: [] };
    this.#settled = { from, ...now };
    return now;
  }

  get managerClass(): unknown {
    return this.options.manager;
  }

  get inProgress(): InProgress {
    return this.#inProgress;
  }

  /** For RpcService, which serves it: what answers. */
  prepare(): Promise<readonly object[]> {
    return this.#shift!.prepare();
  }

  /**
   * Resolves when it serves, its row is there and its heart beats. Rejects with LaunchError NL_OPTIONS, NL_NO_MANAGER,
   * NL_TOO_OLD_COMPUTE and NL_NO_TEMPORARY_DIRECTORY, and with what a hook of the manager throws. In the order of
   * nova.service.Service.start.
   */
  override async start(): Promise<void> {
    if (this.#shift?.isOver) await this.wait();
    refuseFaults(this.name, (this.constructor as typeof Service).checkConfig({ ...this.config }));
    if (!this.#shift) this.#settled = undefined;
    this.#shift ??= new Shift(this);
    const shift = this.#shift;
    try {
      await super.start();
      await shift.join();
    } catch (error) {
      await this.stop(false);
      throw error;
    }
  }

  /**
   * Takes no more requests, at once; graceful, the log says what it waits for then, now and every 10 s, and wait()
   * resolves when that has ended. nova.service.Service.stop.
   */
  override async stop(graceful = false): Promise<void> {
    const shift = this.#shift;
    const stopped = super.stop(graceful);
    void this.tg.stopTimers();
    if (graceful) shift?.drain();
    try {
      await stopped;
    } finally {
      if (!graceful) await shift?.cut();
    }
  }

  protected override drained(): unknown {
    return this.#shift?.drained();
  }

  override async wait(): Promise<void> {
    const shift = this.#shift;
    try {
      await super.wait();
    } finally {
      await shift?.release();
      if (this.#shift === shift) this.#shift = undefined;
    }
  }

  /**
   * After a mutate: reset() of the manager, and of its additional endpoints. What cannot change is told as a warning.
   * nova.service.Service.reset.
   */
  override async reset(): Promise<void> {
    const { kept } = this.#settle();
    if (this.#shift && kept.length > 0)
      this.log.warn(
        { options: kept },
        `These options of ${this.name} cannot change while it runs; they keep their values until a restart: ${kept.join(', ')}.`,
      );
    await this.#shift?.reset();
  }

  /** Stops it and takes its row away: for tests. nova.service.Service.kill. */
  async kill(): Promise<void> {
    const shift = this.#shift;
    shift?.forget();
    await this.stop(true);
    await this.wait();
  }

  /** Failed where the database or the bus cannot be reached, else what the manager says. */
  health(): unknown {
    return this.#shift?.health();
  }
}

function rpcOptions({
  around,
}: InProgress): RpcServiceOptions<RpcService<NovaInput, RequestContext>, RequestContext> {
  return {
    target: (service) => {
      const { topic, host: server } = service as Service;
      return { topic, server };
    },
    endpoints: (service) => (service as Service).prepare() as Promise<object[]>,
    serializer: new NovaObjectSerializer(),
    accessPolicy: new NovaAccessPolicy(),
    around,
    defaults: { ...RPC_DEFAULTS, allowedRemoteExmods: ALLOWED_EXMODS },
  };
}
