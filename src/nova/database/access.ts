import { isInTheWay } from './engine/postgresql-faults.js';
import type { Kysely } from './kysely.js';
import type { Row } from './rows.js';
import { timestamp } from './rows.js';

/** Of a transaction that others are in the way of. */
const ATTEMPTS = 5;

export type Kind = 'sqlite' | 'postgresql';

/** All tables by name; what their columns hold is told by the classes of objects, see rows.ts. */
export interface Tables {
  [table: string]: Row;
}

/** What stores ask: the database, or a transaction of it. */
export class Access {
  constructor(
    // biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
    readonly query: Kysely<any>,
    readonly kind: Kind,
    readonly now: () => Date,
  ) {}

  /** Now, as it is kept. */
  stamp(): string {
    return timestamp(this.now());
  }

  /** The time so many seconds ago, as it is kept. */
  stampBefore(seconds: number): string {
    return timestamp(new Date(this.now().getTime() - seconds * 1000));
  }

  /** All of it or nothing, in the transaction that this is, or in one of its own. */
  async atomically<Result>(work: (access: Access) => Promise<Result>): Promise<Result> {
    if (this.query.isTransaction) return work(this);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.query
          .transaction()
          .execute((transaction) => work(new Access(transaction, this.kind, this.now)));
      } catch (error) {
        // PostgreSQL has undone one of two that waited for each other.
        if (!isInTheWay(error) || attempt >= ATTEMPTS) throw error;
      }
    }
  }
}
