import { randomUUID } from 'node:crypto';
import type { Transport } from '../messaging/index.js';
import { type ServiceContext, ThreadGroup } from '../service/index.js';
import { untilAborted } from '../until-aborted.js';
import { BaseRpcApi } from './base-rpc-api.js';
import { RequestContext } from './context/index.js';
import { type Database, openDatabase } from './database/index.js';
import { managerOf } from './default-managers.js';
import { tellDrain } from './drain-log.js';
import type { InProgress } from './in-progress.js';
import type { Manager, ManagerClass } from './manager.js';
import type { Service as ServiceRecord } from './objects/index.js';
import { refuseOldComputes } from './old-computes.js';
import { reason } from './reason.js';
import { resetAll } from './reset-all.js';
import { createNotifier, createNovaRpc } from './rpc/index.js';
import { outOfReach } from './service-health.js';
import { enrol } from './service-row.js';
import { ServiceGroupApi, type ServiceGroupMember } from './servicegroup/index.js';
import type { NovaConfig, NovaInput } from './settings.js';
import { checkTemporaryDirectory } from './temporary-directory.js';

/** What a service has that its shifts work with. */
export interface Employer {
  readonly binary: string;
  readonly topic: string;
  readonly managerClass: unknown;
  readonly context: ServiceContext<NovaInput>;
  readonly nova: NovaConfig;
  readonly transport: Transport;
  readonly inProgress: InProgress;
  readonly tg: ThreadGroup;
}

interface Membership {
  readonly group: ServiceGroupApi;
  readonly member: ServiceGroupMember;
}

/** From one start() of a service to its end: its database, its manager, its heartbeats. */
export class Shift {
  readonly worker: { readonly uuid: string; readonly number: number; readonly generation: number };
  /** The manager's. */
  readonly #work: ThreadGroup;
  /** Apart: they go on for as long as a drain lasts. */
  readonly #beats: ThreadGroup;
  readonly #over = new AbortController();
  #database: Database | undefined;
  #manager: Manager | undefined;
  #additional: readonly object[] = [];
  #membership: Membership | undefined;
  #joined: Promise<void> | undefined;
  #released: Promise<void> | undefined;
  #shutdown: Promise<void> | undefined;
  #quiet = () => {};
  #forgotten = false;

  constructor(private readonly employer: Employer) {
    const { context, binary } = employer;
    const { worker: number, generation, log, clock } = context;
    this.worker = { uuid: randomUUID(), number, generation };
    this.#work = new ThreadGroup({ name: `work of ${binary}`, log, clock });
    this.#beats = new ThreadGroup({ name: `heartbeats of ${binary}`, log, clock });
  }

  /** Whether it ends, or has ended. */
  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Up to where RPC is served; resolves to what answers. Rejects with what a hook throws, and when it is given up. */
  async prepare(): Promise<readonly object[]> {
    try {
      return await this.#prepare();
    } catch (error) {
      await this.cut();
      throw error;
    }
  }

  async #prepare(): Promise<readonly object[]> {
    const { employer } = this;
    const { binary, topic, context, nova } = employer;
    const { log } = context;
    log.info({ topic, host: nova.host }, `Starting ${binary} on ${nova.host}.`);
    await checkTemporaryDirectory();
    const Class = await managerOf(binary, employer.managerClass);
    const database = await this.#open();
    await refuseOldComputes(database, nova.workarounds.disableComputeServiceCheckForFfu, log);
    const { reportInterval, serviceDownTime } = nova;
    const group = new ServiceGroupApi({ database, log, reportInterval, serviceDownTime });
    const manager = await this.#make(Class, database, group);
    const known = await database.services.getByHostAndBinary(nova.host, binary);
    await this.#hook(() => manager.initHost(known));
    const row = await enrol(database, known, { ...nova, binary, topic }, log);
    await this.#hook(() => manager.preStartHook(row));
    this.#membership = { group, member: { service: row, worker: this.worker, tg: this.#beats } };
    await this.#announce(database, row);
    const base = new BaseRpcApi(manager.serviceName, () => context.backdoorPort);
    this.#additional = manager.additionalEndpoints;
    return [manager, base, ...this.#additional];
  }

  /** Before anything is asked of it: what it claims at once must not be taken for that of a dead worker. */
  async #announce(database: Database, row: ServiceRecord): Promise<void> {
    const { uuid, number, generation } = this.worker;
    const { id, host, binary } = row;
    const place = { service_id: id!, host: host!, binary: binary!, pid: process.pid };
    await database.workers.beat({ ...place, uuid, worker: number, generation });
    this.#over.signal.throwIfAborted();
  }

  async #open(): Promise<Database> {
    const { context, nova } = this.employer;
    // It may be waited for for long: a drain ends that at once.
    const signal = AbortSignal.any([this.#over.signal, context.signal]);
    const { databaseMaxPoolSize: connections } = nova;
    const database = await openDatabase(nova.database, { log: context.log, signal, connections });
    this.#database = database;
    this.#over.signal.throwIfAborted();
    return database;
  }

  async #make(Class: ManagerClass, database: Database, servicegroup: ServiceGroupApi): Promise<Manager> {
    const { employer } = this;
    const { binary, topic, context, transport } = employer;
    const { log, clock, signal } = context;
    const { host, notifications } = employer.nova;
    const rpc = createNovaRpc(transport, employer.nova);
    const notifier = createNotifier({ transport, host, binary, notifications, log });
    const parts = { database, rpc, notifier, servicegroup, tg: this.#work, worker: this.worker };
    const manager = new Class({
      ...{ host, binary, topic, log, clock, signal, ...parts },
      get config() {
        return employer.nova;
      },
    });
    this.#manager = manager;
    return manager;
  }

  /** Calls a hook of the manager; nothing more is begun when it was given up meanwhile. */
  async #hook(call: () => unknown): Promise<void> {
    await call();
    this.#over.signal.throwIfAborted();
  }

  /** When RPC is served: the rest of the start. */
  join(): Promise<void> {
    this.#joined ??= this.#join();
    return this.#joined;
  }

  async #join(): Promise<void> {
    const { nova, tg } = this.employer;
    const manager = this.#manager!;
    const { group, member } = this.#membership!;
    await this.#hook(() => manager.postStartHook());
    await group.join(member);
    if (this.isOver) await this.#beats.stop(false);
    this.#over.signal.throwIfAborted();
    // A drain that has begun meanwhile has stopped the timers there were; nobody would stop these.
    if (!nova.periodicEnable || this.#shutdown) return;
    const { periodicFuzzyDelay, periodicIntervalMax } = nova;
    const makeContext = () => RequestContext.admin();
    manager.periodicTasks.start(tg, { makeContext, periodicFuzzyDelay, periodicIntervalMax });
  }

  /** No new work comes any more: tells what it waits for, and lets the manager finish what else it does. */
  drain(): void {
    if (this.#shutdown) return;
    const { context, binary, inProgress, nova } = this.employer;
    void this.#work.stopTimers();
    this.#quiet = tellDrain(context.log, binary, inProgress, this.#work);
    const limit = AbortSignal.any([
      this.#over.signal,
      AbortSignal.timeout(Math.ceil(nova.managerShutdownTimeout * 1000)),
    ]);
    this.#shutdown = this.#logged('gracefulShutdown', (manager) =>
      untilAborted(manager.gracefulShutdown(limit), limit),
    );
  }

  /** When the last method has ended: resolves when nothing of the manager runs either. */
  async drained(): Promise<void> {
    await this.#shutdown;
    await this.#work.stop(true);
    this.#quiet();
    await this.release();
  }

  /** Ends what runs. */
  async cut(): Promise<void> {
    this.#over.abort(new Error(`The service ${this.employer.binary} was stopped.`));
    this.#quiet();
    await this.#work.stop(false);
    await this.release();
  }

  /** Gives back what it has: the last that is called. */
  release(): Promise<void> {
    this.#released ??= this.#release();
    return this.#released;
  }

  async #release(): Promise<void> {
    this.#over.abort(new Error(`The service ${this.employer.binary} has been stopped.`));
    if (this.#membership) await this.#resign(this.#membership);
    await this.#database?.close();
  }

  /** What the database does not hear, others see when the heartbeats fail to come. */
  async #resign({ group, member }: Membership): Promise<void> {
    const { log } = this.employer.context;
    await this.#logged('cleanupHost', (manager) => manager.cleanupHost());
    await this.#beats.stop(true);
    try {
      await group.leave(member);
      if (this.#forgotten) await this.#database?.services.destroy(member.service);
    } catch (err) {
      log.warn({ err }, `The database was not told that this worker ends: ${reason(err)}`);
    }
  }

  /** Its end takes the row of the service with it. */
  forget(): void {
    this.#forgotten = true;
  }

  async health(): Promise<unknown> {
    const [database, manager] = [this.#database, this.#manager];
    if (!database || !manager) return { status: 'failed', reason: 'it is not started' };
    const { binary, topic, nova, transport } = this.employer;
    return (await outOfReach({ binary, topic, host: nova.host, database, transport })) ?? manager.health();
  }

  /** The config has changed: calls each reset(), and rejects with what they throw. */
  async reset(): Promise<void> {
    if (this.#manager) await resetAll([this.#manager, ...this.#additional]);
  }

  async #logged(name: string, call: (manager: Manager) => unknown): Promise<void> {
    try {
      if (this.#manager) await call(this.#manager);
    } catch (err) {
      const { binary, context } = this.employer;
      context.log.error({ err }, `${name}() of the manager of ${binary} failed: ${reason(err)}`);
    }
  }
}
