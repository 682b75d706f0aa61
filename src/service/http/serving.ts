import { once } from 'node:events';
import type { Clock } from '../clock.js';
import { reason } from '../log.js';
import type { Logger, ServiceBase } from '../types.js';
import { type HttpAddress, listen } from './address.js';
import { type App, type Application, applicationOf, type UpgradeHandler } from './application.js';
import { Ending } from './ending.js';
import { healthAnswer } from './health-answer.js';
import { applySettings, FIXED, type HttpServer, makeServer, verification } from './server.js';
import type { Settings } from './settings.js';
import type { Certificate, TlsFiles } from './tls-files.js';
import { Traffic } from './traffic.js';

/** What serves: an HttpService, as its server sees it. */
export interface ServingHost {
  readonly name: string;
  readonly log: Logger;
  readonly clock: Clock;
  readonly service: Pick<ServiceBase, 'health'>;
  /** The app, and whether it is to be closed at the end. */
  makeApp(): Promise<{ app: App; owned: boolean }>;
  readonly upgrade: UpgradeHandler | undefined;
  waitUntil(work: Promise<unknown>): void;
  /** Whether the service was told to drain. */
  draining(): boolean;
  /** Without what is told to nobody. */
  masked<Told>(told: Told): Told;
}

/** An HttpService from one start to the end of it. */
export class Serving {
  readonly #host: ServingHost;
  #settings: Settings;
  readonly #stopping = new AbortController();
  #application: Application | undefined;
  #close: Application['close'];
  #server: HttpServer | undefined;
  #ending: Ending | undefined;
  #traffic: Traffic | undefined;
  #certificate: Certificate | undefined;
  #address: HttpAddress | undefined;
  #ended: Promise<void> | undefined;
  /** Resolves when the server listens. */
  readonly started: Promise<void>;

  constructor(host: ServingHost, settings: Settings) {
    this.#host = host;
    this.#settings = settings;
    this.started = this.#start();
    this.started.catch(() => {});
  }

  get stopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  get address(): HttpAddress | undefined {
    return this.#address;
  }

  async #start(): Promise<void> {
    const { log, name } = this.#host;
    try {
      const tls = await this.#readTls(this.#settings);
      await this.#makeApplication();
      this.#server = await makeServer(this.#settings, tls);
      this.#wire(this.#server);
      this.#address = await listen(this.#server, this.#settings);
      this.#goOn();
    } catch (error) {
      this.#stopping.abort();
      await this.#ending?.cut();
      await this.#close?.();
      throw error;
    }
    const { url } = this.#address;
    this.#server.on('error', (err) => log.error({ err }, `The server of ${name} failed: ${reason(err)}`));
    log.info({ address: url, ...this.#dates() }, `Listens on ${url}.`);
  }

  /** Not longer than until stop(); what is made later is closed then. */
  async #makeApplication(): Promise<void> {
    this.#goOn();
    const { signal } = this.#stopping;
    const make = async () => {
      const { app, owned } = await this.#host.makeApp();
      const application = await applicationOf(app, (work) => this.#host.waitUntil(work));
      if (owned) this.#close = application.close;
      if (signal.aborted) await this.#close?.();
      return application;
    };
    const making = make();
    making.catch(() => {});
    const stopped = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    this.#application = await Promise.race([making, stopped]);
    this.#goOn();
  }

  #goOn(): void {
    if (!this.stopping) return;
    throw new Error(`The service ${this.#host.name} was stopped before it had started.`);
  }

  #wire(server: HttpServer): void {
    const { log, clock, service, masked, upgrade = this.#application!.upgrade } = this.#host;
    const ending = new Ending(server, clock, () => this.#settings.maxConnections);
    const draining = () => this.stopping || this.#host.draining();
    this.#ending = ending;
    this.#traffic = new Traffic(server, {
      log,
      handle: this.#application!.handle,
      answerHealth: healthAnswer({
        service,
        clock,
        draining,
        masked,
        timeout: () => this.#settings.healthTimeout,
      }),
      settings: () => this.#settings,
      stopping: () => this.stopping,
    });
    if (!upgrade) return;
    server.on('upgrade', (request, socket, head) => {
      ending.upgraded(socket);
      const failed = (err: unknown) => {
        log.error({ err }, `The upgrade of a connection failed: ${reason(err)}`);
        socket.destroy();
      };
      // A handler that has none yet must not end the process when the client goes.
      socket.on('error', () => socket.destroy());
      (async () => upgrade(request, socket, head))().catch(failed);
    });
  }

  /** Takes up other settings, and reads the files of TLS again. Throws, and keeps the old ones, if they are wrong. */
  async renew(wanted: Settings): Promise<void> {
    await this.started;
    if (!this.#server || this.stopping) return;
    const { settings, kept } = renewed(this.#settings, wanted);
    const tls = await this.#readTls(settings);
    if (tls && 'setSecureContext' in this.#server) this.#server.setSecureContext(tls.context);
    this.#settings = settings;
    applySettings(this.#server, settings);
    const { log, name } = this.#host;
    if (tls) log.info(this.#dates(), `Read the certificate again: ${tls.certificate.subject}.`);
    if (kept.length > 0) {
      const sentence = `These settings of ${name} cannot change while it listens; they keep their values until a restart: ${kept.join(', ')}.`;
      log.warn({ settings: kept }, sentence);
    }
  }

  async #readTls({ tls }: Settings): Promise<TlsFiles | undefined> {
    if (!tls) return undefined;
    const { readTlsFiles } = await import('./tls-files.js');
    const files = await readTlsFiles(tls);
    for (const warning of files.warnings) this.#host.log.warn({ ...tls }, warning);
    this.#certificate = files.certificate;
    return files;
  }

  /** Takes no more connections; graceful, the requests under way are left to wait(). */
  async stop(graceful: boolean): Promise<void> {
    this.#stopping.abort();
    // A start under way is given up, and cleans up after itself.
    if (!this.#address) await this.started.catch(() => {});
    if (graceful) {
      this.#ending?.drain();
    } else {
      await this.#ending?.cut();
      await this.wait();
    }
  }

  /** Resolves when it was stopped, the last connection has ended, and the app is closed. */
  async wait(): Promise<void> {
    this.#ended ??= this.#end();
    await this.#ended;
  }

  async #end(): Promise<void> {
    const { signal } = this.#stopping;
    if (!signal.aborted) await once(signal, 'abort');
    try {
      await this.started;
    } catch {
      return;
    }
    await this.#ending?.wait();
    await this.#close?.();
  }

  #dates() {
    return this.#certificate && { certificate: this.#certificate };
  }

  describe() {
    return {
      service: this.#host.name,
      address: this.#address?.url ?? null,
      state: this.stopping ? 'draining' : this.#address ? 'listening' : 'starting',
      connections: this.#ending?.connections ?? 0,
      upgraded: this.#ending?.upgradedConnections ?? 0,
      inFlight: this.#traffic?.inFlight ?? 0,
      served: this.#traffic?.served ?? 0,
      dropped: this.#ending?.dropped ?? 0,
      ...this.#dates(),
    };
  }
}

/** The settings that hold when others are wanted, and those of them that stay as they were. */
function renewed(old: Settings, wanted: Settings): { settings: Settings; kept: string[] } {
  const kept = FIXED.filter((key) => old[key] !== wanted[key]).map(String);
  const fixed = Object.fromEntries(FIXED.map((key) => [key, old[key]]));
  let { tls } = wanted;
  if (!tls !== !old.tls) {
    kept.push('tls');
    tls = old.tls;
  } else if (tls && old.tls && !sameVerification(tls, old.tls)) {
    kept.push('tls.clientCertificates');
    const { rejectUnauthorized, requestCert } = verification(old.tls);
    tls = { ...tls, clientCertificates: rejectUnauthorized ? 'require' : requestCert ? 'request' : 'none' };
  }
  return { settings: { ...wanted, ...fixed, tls } as Settings, kept };
}

function sameVerification(
  ...both: [Exclude<Settings['tls'], false>, Exclude<Settings['tls'], false>]
): boolean {
  const [one, other] = both.map(verification);
  return one!.requestCert === other!.requestCert && one!.rejectUnauthorized === other!.rejectUnauthorized;
}
