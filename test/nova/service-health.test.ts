import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { getRpcServer, getTransport } from '../../src/messaging/index.js';
import type { Database } from '../../src/nova/database/index.js';
import { outOfReach } from '../../src/nova/service-health.js';
import { MemoryServices } from './memory-services.js';

let worlds = 0;

function place(services: Partial<MemoryServices> = new MemoryServices()) {
  const transport = getTransport(`fake://health-${++worlds}`);
  onTestFinished(() => transport.close());
  const database = { services } as unknown as Database;
  const ask = () => outOfReach({ host: 'h1', binary: 'nova-x', topic: 'x', database, transport });
  return { transport, ask };
}

describe('what is out of reach', () => {
  it('is nothing where the database answers, and somebody takes what is sent', async () => {
    const { transport, ask } = place();
    const server = getRpcServer(transport, { topic: 'x', server: 'h1' }, [{}]);
    await server.start();
    expect(await ask()).toBeUndefined();
    await server.stop();
    await server.wait();
  });

  it('is told, all of it', async () => {
    const getByHostAndBinary = () => Promise.reject(new Error('No connection.'));
    expect(await place({ getByHostAndBinary }).ask()).toEqual({
      status: 'failed',
      reason:
        'the database cannot be reached (No connection); ' +
        'the bus cannot be reached (nobody takes what is sent to x.h1)',
    });
  });
});

describe('who does not answer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is out of reach after 5 s', async () => {
    const getByHostAndBinary = () => new Promise<never>(() => {});
    const asked = place({ getByHostAndBinary }).ask();
    await vi.advanceTimersByTimeAsync(5000);
    expect((await asked)!.reason).toMatch(/^the database cannot be reached \(no answer within 5 s\)/);
  });
});
