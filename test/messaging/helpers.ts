import { RpcDispatcher } from '../../src/messaging/dispatcher.js';
import type { Address, Driver, Incoming, ListenOptions } from '../../src/messaging/driver.js';
import { getTransport, NoOpSerializer, type Transport } from '../../src/messaging/index.js';
import { Intake } from '../../src/messaging/intake.js';
import { KeptLog } from '../interop/log.js';

export const ADDRESS: Address = { exchange: 'openstack', topic: 'topic', server: 'one', fanout: false };

/** A request as a driver gives it, which keeps what becomes of it. */
export class HandMade implements Incoming {
  readonly settled: string[] = [];
  readonly replies: Record<string, unknown>[] = [];
  readonly signs: Record<string, unknown>[] = [];

  constructor(
    readonly message: unknown,
    private readonly bodies: Partial<{
      acknowledge: () => Promise<void>;
      reply: (kind: string) => Promise<boolean>;
    }> = {},
  ) {}

  async acknowledge(): Promise<void> {
    this.settled.push('acknowledged');
    await this.bodies.acknowledge?.();
  }

  requeue(): void {
    this.settled.push('requeued');
  }

  async reply(text: string, kind: 'final' | 'sign-of-life'): Promise<boolean> {
    (kind === 'final' ? this.replies : this.signs).push(JSON.parse(text));
    return (await this.bodies.reply?.(kind)) ?? true;
  }
}

/** An intake with endpoints. */
export function intakeOf(endpoint: object, options: { concurrency?: number; atLeastOnce?: boolean } = {}) {
  const kept = new KeptLog();
  const { concurrency = 64, atLeastOnce = false } = options;
  const dispatcher = new RpcDispatcher([endpoint], new NoOpSerializer());
  const intake = new Intake({ dispatcher, address: ADDRESS, log: kept.log, concurrency, atLeastOnce });
  return { intake, kept };
}

export const call = (method: string, more: object = {}) => ({
  method,
  args: {},
  _msg_id: 'a'.repeat(32),
  _reply_q: 'reply',
  _timeout: null,
  ...more,
});

/** A transport whose driver is made by hand; what is missing does nothing. */
export function transportWith(driver: Partial<Driver>): {
  transport: Transport;
  kept: KeptLog;
  taken: ListenOptions[];
} {
  const kept = new KeptLog();
  const taken: ListenOptions[] = [];
  const transport = getTransport('fake://', { log: kept.log });
  const whole: Driver = {
    openReplies: async () => undefined,
    send: async () => {},
    listen: async (_target, options) => {
      taken.push(options);
      return { stop: async () => {}, close: async () => {} };
    },
    servers: async () => ({ count: 0, names: [] }),
    close: async () => {},
    ...driver,
  };
  transport.driver = async () => whole;
  return { transport, kept, taken };
}
