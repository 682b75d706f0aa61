import type { Transport } from '../messaging/index.js';
import type { Database } from './database/index.js';
import { clause } from './reason.js';

/** Seconds that a database, or a bus, has to answer. */
const PATIENCE = 5;

export interface Reached {
  readonly host: string;
  readonly binary: string;
  readonly topic: string;
  readonly database: Database;
  readonly transport: Transport;
}

/**
 * What the health of a service begins with: whether its database answers, and whether somebody takes what is sent to
 * `topic.host`, as far as the bus knows. Undefined if so.
 */
export async function outOfReach(
  reached: Reached,
): Promise<{ status: 'failed'; reason: string } | undefined> {
  const { host, binary, topic, database, transport } = reached;
  const [stored, bus] = await Promise.all([
    faultOf(() => database.services.getByHostAndBinary(host, binary)),
    faultOf(async () => {
      const driver = await transport.driver();
      const address = transport.address({ topic, server: host } as never);
      const { count } = await driver.servers(address);
      if (count === 0) throw new Error(`nobody takes what is sent to ${topic}.${host}`);
    }),
  ]);
  const faults = [
    ...(stored === undefined ? [] : [`the database cannot be reached (${stored})`]),
    ...(bus === undefined ? [] : [`the bus cannot be reached (${bus})`]),
  ];
  return faults.length === 0 ? undefined : { status: 'failed', reason: faults.join('; ') };
}

async function faultOf(ask: () => Promise<unknown>): Promise<string | undefined> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE * 1000);
  const silence = new Promise<string>((resolve) => {
    late.signal.onabort = () => resolve(`no answer within ${PATIENCE} s`);
  });
  try {
    return await Promise.race([ask().then(() => undefined), silence]);
  } catch (error) {
    return clause(error);
  } finally {
    clearTimeout(timer);
  }
}
