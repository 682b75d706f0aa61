import { randomUUID } from 'node:crypto';
import type { Kind } from '../access.js';
import type { Migration } from '../kysely.js';
import { timestamp } from '../rows.js';
import { NOVA_TABLES, OUR_TABLES } from './0001-nova.js';
import { createTable } from './tables.js';

/** By name, in the order of their names. One that is published is not changed any more: another one follows it. */
export const migrations = (kind: Kind): Readonly<Record<string, Migration>> => ({
  '0001-nova': {
    async up(db) {
      for (const table of [...NOVA_TABLES, ...OUR_TABLES]) await createTable(db, kind, table);
      // Both cells are this database, and the transport is that of the services: nothing is said here twice.
      const same = {
        transport_url: 'none:///',
        database_connection: 'none:///',
        created_at: timestamp(new Date()),
      };
      const cells = [
        { uuid: '00000000-0000-0000-0000-000000000000', name: 'cell0', ...same },
        { uuid: randomUUID(), name: 'cell1', ...same },
      ];
      await db.insertInto('cell_mappings').values(cells).execute();
    },
  },
  '0002-request-id-of-build-requests': {
    async up(db) {
      await db.schema.alterTable('build_requests').addColumn('request_id', 'varchar(255)').execute();
    },
  },
});
