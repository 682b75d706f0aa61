import type { TestContext } from 'vitest';
import { PostgresqlServer, requiresPostgresql } from '../nova/database/postgresql.js';
import { Chain, type ChainOptions } from '../process/nova-chain.js';
import { broker } from './broker.js';
import { needsBroker } from './needs.js';

/** A beforeEach: RabbitMQ and PostgreSQL. */
export function needsHosts(context: Pick<TestContext, 'skip'>): void {
  needsBroker(context);
  requiresPostgresql()(context);
}

/** The chain as on several hosts: a virtual host of RabbitMQ, and a PostgreSQL server of its own, which a test may stop. */
export class Hosts {
  private constructor(
    readonly chain: Chain,
    readonly postgresql: PostgresqlServer,
  ) {}

  static async start(options: Pick<ChainOptions, 'conductors' | 'schedulers'> = {}): Promise<Hosts> {
    const postgresql = new PostgresqlServer();
    try {
      const [rabbit] = await Promise.all([broker(), postgresql.start()]);
      const transportUrl = rabbit.url(await rabbit.vhost());
      const database = await postgresql.create();
      return new Hosts(await Chain.start({ transportUrl, database, ...options }), postgresql);
    } catch (error) {
      await postgresql.remove();
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.chain.destroy();
    await this.postgresql.remove();
  }
}
