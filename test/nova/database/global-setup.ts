import { type AddressInfo, createServer } from 'node:net';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../../src/nova/database/index.js';
import { MIGRATED, PostgresqlServer } from './postgresql.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The port where vitest's own process tells the directory of the server; asking starts it. */
    postgresqlPort: number;
  }
}

/** One PostgreSQL server for all test files that want one: started for the first, ended after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<PostgresqlServer> | undefined;
  const start = async () => {
    const server = new PostgresqlServer();
    await server.start();
    const model = await server.create({ name: MIGRATED });
    await (await openDatabase(model, { log: pino({ level: 'silent' }) })).close();
    return server;
  };
  const door = createServer((socket) => {
    socket.on('error', () => {});
    started ??= start();
    started.then(
      ({ directory }) => socket.end(JSON.stringify({ directory })),
      (error: Error) => socket.end(JSON.stringify({ error: error.message })),
    );
  });
  await new Promise<void>((done, fail) => door.once('error', fail).listen(0, '127.0.0.1', done));
  door.unref();
  project.provide('postgresqlPort', (door.address() as AddressInfo).port);
  return async () => {
    door.close();
    await started?.then(
      (server) => server.remove(),
      () => {},
    );
  };
}
