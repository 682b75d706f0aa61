import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { getRpcClient, getTransport, type TargetInit } from '../../src/messaging/index.js';
import type { RequestContext } from '../../src/nova/context/index.js';
import { type Database, openDatabase } from '../../src/nova/database/index.js';
import { Manager, type ManagerClass } from '../../src/nova/manager.js';
import { NovaObjectSerializer } from '../../src/nova/objects/index.js';
import { Service } from '../../src/nova/service.js';
import type { ServiceOptions } from '../../src/nova/service-options.js';
import type { NovaInput } from '../../src/nova/settings.js';
import type { Logger, ServiceContext } from '../../src/service/index.js';

let worlds = 0;

export interface Line {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly sentence: string;
}

/** A log that keeps what it is told. */
export function keptLog(): { log: Logger; lines: Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (fields: unknown, sentence?: string) => {
    const told = typeof fields === 'string' ? { fields: {}, sentence: fields } : { fields, sentence };
    lines.push({ level, ...told } as Line);
  };
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  const log = {
    ...Object.fromEntries(levels.map((level) => [level, at(level)])),
    child: () => log,
    level: 'trace',
  };
  return { log: log as unknown as Logger, lines };
}

/** A bus within this process, and a database in a directory of its own. */
export class World {
  readonly directory = mkdtempSync(join(tmpdir(), 'nova-world-'));
  readonly config: NovaInput = {
    transportUrl: `fake://nova-${++worlds}`,
    database: `sqlite:${join(this.directory, 'nova.sqlite')}`,
    host: 'h1',
    periodicFuzzyDelay: 0,
  };
  readonly #transport = getTransport({ ...this.config, controlExchange: 'nova' } as never, {
    allowedRemoteExmods: ['nova.exception'],
  });

  constructor() {
    onTestFinished(async () => {
      await this.#transport.close();
      rmSync(this.directory, { recursive: true, force: true });
    });
  }

  /** A service with this manager; it is stopped when the test is over. */
  service(
    manager: ManagerClass | undefined = Manager,
    { config, worker = 0, ...options }: ServiceOptions & { worker?: number } = {},
  ) {
    const { log, lines } = keptLog();
    const drain = new AbortController();
    const values = { ...this.config, ...config };
    const context = {
      name: 'nova-test',
      worker,
      generation: 1,
      config: values,
      log,
      signal: drain.signal,
    } as unknown as ServiceContext<NovaInput>;
    const service = Service.create({ manager, ...options }, context);
    onTestFinished(() => service.stop(false));
    return { service, lines, config: values as Record<string, unknown>, context };
  }

  async database(): Promise<Database> {
    const database = await openDatabase(this.config.database!, { log: keptLog().log });
    onTestFinished(() => database.close());
    return database;
  }

  client(target: TargetInit) {
    const serializer = new NovaObjectSerializer();
    return getRpcClient<RequestContext>(this.#transport, target, { serializer, timeout: 5 });
  }
}
