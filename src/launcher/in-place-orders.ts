import type { Definition } from '../definition/types.js';
import { LaunchError } from '../errors.js';
import type { Begun, Done, Orders } from '../operations/control/orders.js';
import type { RolloutStatus, ServiceStatus, Status } from '../operations/control/status.js';
import { unknownService } from '../operations/control/unknown-service.js';
import type { Sampled } from '../operations/metrics/sample.js';
import { version } from '../system/version.js';
import type { Control } from './control.js';
import { measure, monotonic, sample, startedAt } from './figures.js';
import type { Host } from './host.js';
import type { LauncherLog } from './launcher-log.js';
import { changeOwnLevel, checkLevel, tellLevel } from './levels.js';
import type { Phase } from './notifier.js';
import type { ReloadQueue } from './reload-queue.js';

/** What ServiceLauncher lets those do who ask over the control socket. */
export interface Inmate {
  readonly log: LauncherLog;
  readonly definition: () => Definition;
  readonly hosts: () => readonly Host[];
  readonly phase: () => Phase;
  /** When it has got there. */
  readonly since: () => Date;
  readonly reloads: Pick<ReloadQueue, 'accepted' | 'generation' | 'queued' | 'running' | 'verdict'>;
  /** Returns the generation that the reload has. */
  readonly reload: () => number;
  readonly stop: () => void;
  readonly report: () => Promise<string>;
}

const ALONE = 'There is only this process, which runs the service itself';
const REMEDY = 'Start it with --workers 2 or more: then a supervisor can do that.';

/** Answers for one process that runs its services itself. */
export class InPlaceOrders implements Orders {
  readonly #began = startedAt();
  readonly #version = version();

  constructor(
    private readonly inmate: Inmate,
    private readonly control: Control,
  ) {}

  async status(figures: boolean): Promise<Status> {
    const services = await Promise.all(
      this.inmate.definition().services.map((one) => this.#service(one, figures)),
    );
    const { ready } = this.readiness();
    const phase = this.inmate.phase();
    return {
      name: this.control.name,
      pid: process.pid,
      launcher: 'ServiceLauncher',
      version: this.#version,
      definition: this.inmate.definition().file ?? null,
      since: this.#began,
      state: phase === 'ready' ? 'running' : phase,
      ready,
      generation: this.inmate.reloads.accepted,
      memory: process.memoryUsage.rss(),
      rollout: this.#rollout(),
      verdict: this.inmate.reloads.verdict,
      stopping: null,
      services,
    };
  }

  readiness() {
    const services = this.inmate.definition().services.map(({ name }) => {
      const ready = this.#host(name)?.ready ? 1 : 0;
      return { name, ready, wanted: 1, quorum: 1, ok: ready === 1 };
    });
    const stopping = this.inmate.phase() === 'stopping';
    const missing = services.filter(({ ok }) => !ok).map(({ name }) => `${name} is not ready`);
    const reason = stopping ? 'everything stops' : missing.join('; ') || null;
    return { ready: reason === null, reason, services };
  }

  samples(): Promise<readonly Sampled[]> {
    const asked = monotonic();
    return Promise.all(
      this.inmate.hosts().map(async (host, process) => ({
        service: host.service.name,
        process,
        sample: await sample(host, host.tasks, asked),
        waited: 0,
      })),
    );
  }

  progress() {
    return undefined;
  }

  reload(service: string | undefined): Begun {
    if (service !== undefined) this.#known(service);
    if (this.inmate.phase() === 'stopping') throw new LaunchError('NL_REFUSED', 'everything stops');
    const generation = this.inmate.reload();
    return { generation, message: `Reload in place has begun, as generation ${generation}.` };
  }

  restart(): never {
    throw refused(`${ALONE}: its code cannot be loaded anew. A reload takes up a new configuration.`);
  }

  scale(): never {
    throw refused(`${ALONE}: it cannot have more workers, or fewer.`);
  }

  stop(service: string | undefined): Done {
    if (service !== undefined) throw refused(`${ALONE}: to stop the service is to stop everything.`);
    this.inmate.stop();
    return { message: 'Stopping.' };
  }

  start(): never {
    throw refused(`${ALONE}: it runs, or everything stops.`);
  }

  logLevel(service: string | undefined, level: string): Done {
    if (service === undefined) return { message: changeOwnLevel(this.inmate.log, level) };
    this.#known(service);
    checkLevel(level);
    this.#host(service)?.logAt(level);
    return { message: tellLevel(this.inmate.log, service, level) };
  }

  async report() {
    return { text: await this.inmate.report() };
  }

  /** Nothing can be counted of it: all services are stopped, and then started. */
  #rollout(): RolloutStatus | null {
    const { running, generation, queued } = this.inmate.reloads;
    if (!running) return null;
    const services = this.inmate.definition().services.map(({ name }) => name);
    return { generation, stage: 'in-place', services, removed: [], done: 0, total: services.length, queued };
  }

  #known(service: string): void {
    const names = this.inmate.definition().services.map(({ name }) => name);
    if (!names.includes(service)) throw unknownService(service, names);
  }

  #host(name: string): Host | undefined {
    return this.inmate.hosts().find(({ service }) => service.name === name);
  }

  async #figures(host: Host | undefined) {
    return this.inmate.log.maskedFigures(await measure(host, host?.tasks ?? 0, monotonic()));
  }

  async #service({ name, essential, restart }: Definition['services'][number], figures: boolean) {
    const host = this.#host(name);
    const ready = host?.ready === true;
    const phase = this.inmate.phase();
    const word = phase === 'stopping' ? 'draining' : ready ? 'ready' : 'starting';
    const service: ServiceStatus = {
      name,
      state: phase === 'stopping' ? 'stopping' : ready ? 'ready' : 'starting',
      essential,
      ready: ready ? 1 : 0,
      wanted: 1,
      quorum: 1,
      generation: this.inmate.reloads.accepted,
      budget: { left: 0, intensity: 0, period: restart.period },
      workers: [
        {
          number: 0,
          pid: process.pid,
          generation: this.inmate.reloads.accepted,
          state: word,
          since: this.inmate.since().toISOString(),
          waitsFor: null,
          until: null,
          restarts: 0,
          lastExit: null,
          lastAttempt: null,
          figures: figures ? await this.#figures(host) : null,
          stuck: null,
        },
      ],
    };
    return service;
  }
}

const refused = (message: string) => new LaunchError('NL_REFUSED', message, { remedy: REMEDY });
