import { realClock } from '../clock.js';
import type { OptionFault } from '../options/declared.js';
import { enlist } from '../registry.js';
import { Service } from '../service.js';
import type { ServiceBase, ServiceContext } from '../types.js';
import type { HttpAddress } from './address.js';
import type { App, UpgradeHandler } from './application.js';
import { type Described, describeSettings } from './describe-settings.js';
import { type GivenApp, givenApp } from './given-app.js';
import { configFaults, readSettings, settingsError } from './read-settings.js';
import { Serving } from './serving.js';
import type { CodeSettings, Settings } from './settings.js';

/** What is served, and settings that the code fixes. */
export interface HttpServiceOptions extends CodeSettings, GivenApp {
  /** Settings that hold where config.http says nothing. */
  readonly defaults?: CodeSettings | undefined;
}

/**
 * A service that answers HTTP, as config.http says (see HttpSettings). Ready means that it listens; all its workers
 * listen on the same address. oslo_service.wsgi.Server and oslo_service.sslutils.
 */
export class HttpService<Config = Readonly<Record<string, unknown>>> extends Service<Config> {
  /** What it reads in the config beside the options that a subclass may declare. */
  static readonly configKeys: readonly string[] = ['http'];

  /** What is wrong with that, for nova-launch check. */
  static checkConfig(config: Readonly<Record<string, unknown>>): readonly OptionFault[] {
    return configFaults(config.http);
  }

  /** What that may be, for nova-launch options. */
  static describeConfig(): Described {
    return describeSettings();
  }

  readonly #given: App | undefined;
  readonly #upgrade: UpgradeHandler | undefined;
  readonly #fixed: CodeSettings;
  readonly #defaults: CodeSettings;
  #serving: Serving | undefined;

  /** Throws LaunchError NL_BAD_VALUE, with every fault of the options and of config.http. */
  constructor(context: ServiceContext<Config>, options: HttpServiceOptions = {}) {
    super(context);
    const { app, handler, fetch, upgrade, defaults = {}, ...fixed } = options;
    this.#given = givenApp({ app, handler, fetch, upgrade }, this.#makesApp);
    this.#upgrade = upgrade;
    this.#fixed = fixed;
    this.#defaults = defaults;
    this.#settings();
    enlist('http server', this);
  }

  get #makesApp(): boolean {
    return this.app !== HttpService.prototype.app;
  }

  /**
   * What is served; to be overridden. Called in each start(), and a Fastify instance that it makes is closed at the end;
   * one that is passed as an option is not.
   */
  app(): App | Promise<App> {
    return this.#given!;
  }

  /** Where it listens; undefined before it does. */
  get address(): HttpAddress | undefined {
    return this.#serving?.address;
  }

  /**
   * Resolves when it listens. Rejects with LaunchError NL_BAD_VALUE (settings), NL_TLS (files) or NL_ADDRESS (where it
   * cannot listen), and with what app() throws.
   */
  override async start(): Promise<void> {
    if (this.#serving?.stopping) await this.wait();
    this.#serving ??= this.#begin();
    const serving = this.#serving;
    try {
      await serving.started;
    } catch (error) {
      if (this.#serving === serving) this.#serving = undefined;
      throw error;
    }
  }

  #begin(): Serving {
    const host = {
      name: this.name,
      log: this.log,
      clock: this.context.clock ?? realClock,
      service: this as Pick<ServiceBase, 'health'>,
      upgrade: this.#upgrade,
      makeApp: async () => ({ app: await this.app(), owned: this.#makesApp }),
      waitUntil: (work: Promise<unknown>) => {
        this.tg.addThread(() => work);
      },
      masked: <Told>(told: Told) => this.context.masked?.(told) ?? told,
      draining: () => this.signal?.aborted ?? false,
    };
    return new Serving(host, this.#settings());
  }

  #settings(): Settings {
    const { http } = (this.config ?? {}) as { http?: unknown };
    const { settings, faults } = readSettings(http, this.#fixed, this.#defaults);
    if (faults.length > 0) throw settingsError(this.name, faults);
    return settings;
  }

  /**
   * Takes no more connections. Graceful, what is asked is answered, which wait() waits for; otherwise all connections are
   * cut. A start() under way rejects.
   */
  override async stop(graceful = false): Promise<void> {
    const serving = this.#serving;
    try {
      await serving?.stop(graceful);
      if (!graceful && this.#serving === serving) this.#serving = undefined;
    } finally {
      await super.stop(graceful);
    }
  }

  /**
   * Resolves when it was stopped, every request is answered, every connection has closed (one that was upgraded is waited
   * for until it ends, or stop(false) ends it), and no thread and no timer is left.
   */
  override async wait(): Promise<void> {
    const serving = this.#serving;
    await serving?.wait();
    await super.wait();
    if (this.#serving === serving) this.#serving = undefined;
  }

  /**
   * Takes up config.http, and reads the certificates again: new connections get the new ones, and none is closed. What
   * it cannot change while it listens keeps its value, with a warning. Rejects with LaunchError NL_BAD_VALUE or NL_TLS,
   * and goes on as it was.
   */
  override async reset(): Promise<void> {
    await super.reset();
    if (this.#serving && !this.#serving.stopping) await this.#serving.renew(this.#settings());
  }

  /** For the report. */
  describe(): unknown {
    return this.#serving?.describe() ?? { service: this.name, address: null, state: 'stopped' };
  }
}
