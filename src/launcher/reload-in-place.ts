import { chooseLauncher } from '../definition/choose.js';
import type { Definition, ServiceDefinition } from '../definition/types.js';
import { remedyBeside } from '../errors.js';
import { tellKept } from './fixed-settings.js';
import type { Host } from './host.js';
import type { Kept } from './judge.js';
import type { LauncherLog } from './launcher-log.js';
import { firstLine } from './log.js';
import { gracefulTimeoutOf, workerServiceFor } from './spec.js';

/** A reload without a second process: each service is stopped, reset and started with its new configuration. */
export class ReloadInPlace {
  /** Why it was refused, where it was. */
  refusal: string | undefined;
  #kept: readonly Kept[] = [];

  constructor(
    private readonly hosts: readonly Host[],
    private readonly log: LauncherLog,
    private readonly stopping: () => boolean,
    /** A stop() that hangs, in place, leaves no way but out: whoever runs this process starts it again. */
    private readonly overdue: () => void,
  ) {}

  /** The definition that holds from now on; nothing when it is the old one; an error when a service is lost. */
  async run(read: () => Promise<Definition>): Promise<Definition | Error | undefined> {
    const definition = await this.#read(read);
    if (!definition || this.stopping()) return undefined;
    const restarts = this.#restarts(definition);
    if (restarts) await Promise.all(this.hosts.map((host) => host.quiesce()));
    let refused = false;
    for (const host of this.hosts) {
      if (this.stopping()) return undefined;
      const { name } = host.service;
      const verdict = restarts ? await this.#restart(host, definition) : await this.#mutate(host, definition);
      if (verdict === 'lost') return new Error(`${name} does not start with the old definition either`);
      refused ||= verdict === 'refused';
    }
    if (this.stopping()) return undefined;
    if (refused) return undefined;
    if (!restarts) tellKept(this.log, this.#kept);
    this.log.write('info', 'Reload done.', { id: 'reload-accepted' });
    return definition;
  }

  /** The services of a process share its HTTP servers' drain: where one is restarted, all are. */
  #restarts(definition: Definition): boolean {
    return this.hosts.some((host) => nextOf(definition, host).restartMethod === 'reload');
  }

  async #read(read: () => Promise<Definition>): Promise<Definition | undefined> {
    try {
      const definition = await read();
      // Before anything is made of it: who refuses it may quote it.
      this.log.mask(definition.secrets);
      const names = definition.services.map(({ name }) => name);
      const gone = this.hosts.find(({ service }) => !names.includes(service.name));
      if (gone) throw new Error(`the definition has no service ${gone.service.name} any more`);
      if (
        this.#needsRestart(definition) ||
        names.length !== this.hosts.length ||
        (names.length === 1 && chooseLauncher(definition) !== 'ServiceLauncher')
      ) {
        const sentence =
          'The definition wants what this process cannot become (more workers, another module): that takes a restart of nova-launch.';
        this.log.write('warn', sentence, { id: 'restart-needed' });
      }
      // Before anything is closed: a config that a service does not take costs no request.
      this.#kept = await this.#judge(definition);
      return definition;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#refuse(reason, (what) => `Reload refused: ${what}. The service goes on as it was.`);
      return undefined;
    }
  }

  async #judge(definition: Definition): Promise<Kept[]> {
    const kept: Kept[] = [];
    const restarts = this.#restarts(definition);
    for (const host of this.hosts) {
      const next = workerServiceFor(nextOf(definition, host), definition);
      const options = await host.judge(next, restarts);
      if (options.length > 0) kept.push({ service: host.service.name, options });
    }
    return kept;
  }

  /** With the new configuration; when it does not start with that, with the old one again. */
  async #restart(host: Host, definition: Definition): Promise<'done' | 'refused' | 'lost'> {
    const next = nextOf(definition, host);
    const before = host.service;
    Object.assign(process.env, next.env);
    try {
      await this.#within(next, host.restart(workerServiceFor(next, definition)));
      return 'done';
    } catch (err) {
      if (this.stopping()) return 'lost';
      this.#refuse(`${next.name} does not start with the new definition: ${firstLine(err)}`, ended, err);
    }
    try {
      await this.#within(next, host.restart(before));
      return 'refused';
    } catch {
      return 'lost';
    }
  }

  async #mutate(host: Host, definition: Definition): Promise<'done' | 'refused'> {
    const next = nextOf(definition, host);
    try {
      await host.mutate(workerServiceFor(next, definition));
      return 'done';
    } catch (err) {
      this.#refuse(`reset() of ${next.name} failed: ${firstLine(err)}`, ended, err);
      return 'refused';
    }
  }

  async #within(service: ServiceDefinition, restarted: Promise<void>): Promise<void> {
    const graceful = gracefulTimeoutOf(service);
    const limit = graceful === null ? null : graceful + service.readyTimeout;
    const timer = limit === null ? undefined : setTimeout(this.overdue, limit * 1000);
    await restarted.finally(() => clearTimeout(timer));
  }

  #needsRestart(definition: Definition): boolean {
    return this.hosts.some((host) => {
      const next = nextOf(definition, host);
      return next.module !== (host.service.module ?? '') || next.export !== host.service.export;
    });
  }

  /** Who waits for the reload is told the reason alone, as by a supervisor. */
  #refuse(reason: string, tell: (reason: string) => string, err?: unknown): void {
    this.refusal = this.log.masked(reason);
    const sentence = tell(reason.replace(/\.$/, ''));
    const code = 'NL_RELOAD_REFUSED';
    const facts = { id: 'reload-refused', reason, code, ...remedyBeside(sentence, code), err };
    this.log.write('error', sentence, facts);
  }
}

const ended = (reason: string) => `${reason}.`;

function nextOf({ services }: Definition, host: Host): ServiceDefinition {
  return services.find(({ name }) => name === host.service.name)!;
}
