import {
  getNotifier,
  JsonPayloadSerializer,
  type MessagingLog,
  type Notification,
  RequestContextSerializer,
  type Transport,
} from '../../messaging/index.js';
import { RequestContext } from '../context/index.js';
import type { NovaObject } from '../objects/index.js';
import type { NotificationsConfig } from './settings.js';
import { Teller } from './teller.js';

/** How much a notification says; its topic has it in small letters. */
export type Priority = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL';

/** What a notification tells; a function is called only when there is somebody to tell it to. */
export type Payload = NovaObject | object | (() => NovaObject | object);

/**
 * Tells whoever listens on the bus what happens. It costs nothing where nobody can listen, and never fails what it
 * tells of: a notification that cannot be sent is told in the log. nova.rpc.get_notifier and get_versioned_notifier.
 */
export interface Notifier {
  /** A notification as it was before they had versions: any JSON. Never rejects. Default priority: INFO. */
  legacy(context: RequestContext, eventType: string, payload: Payload, priority?: Priority): Promise<void>;
  /** One whose payload is a versioned object, or the primitive of one. Never rejects. Default priority: INFO. */
  versioned(context: RequestContext, eventType: string, payload: Payload, priority?: Priority): Promise<void>;
}

export interface NotifierInit {
  readonly transport: Transport;
  readonly host: string;
  /** nova-compute, … */
  readonly binary: string;
  readonly notifications: NotificationsConfig;
  readonly log: MessagingLog;
}

/** Those whose name begins the types of their events, and their publisher ids: compute_task.host. */
const PUBLISHERS = new Set(['compute', 'compute_task', 'scheduler', 'conductor']);

/** What is told, how and to which topics, is settled by `notifications` in the config. */
export function createNotifier({ transport, host, binary, notifications, log }: NotifierInit): Notifier {
  const { format, topics, versionedTopics, keep } = notifications;
  const serializer = new RequestContextSerializer<RequestContext>(
    RequestContext,
    new JsonPayloadSerializer(),
  );
  const teller = new Teller(log);
  const old = getNotifier(transport, { topics, serializer, keep });
  const versioned = getNotifier(transport, { topics: versionedTopics, serializer, keep });
  return {
    legacy: async (context, eventType, payload, priority) => {
      if (format === 'versioned') return;
      const publisherId = `${publisherOf(eventType, binary)}.${host}`;
      await teller.tell(old, context, new Told(publisherId, eventType, payload, priority));
    },
    versioned: async (context, eventType, payload, priority) => {
      if (format === 'unversioned') return;
      await teller.tell(versioned, context, new Told(`${binary}:${host}`, eventType, payload, priority));
    },
  };
}

class Told implements Notification {
  readonly #payload: Payload;

  constructor(
    readonly publisherId: string,
    readonly eventType: string,
    payload: Payload,
    readonly priority: Priority | undefined,
  ) {
    this.#payload = payload;
  }

  get payload(): object {
    const payload = this.#payload;
    return typeof payload === 'function' ? payload() : payload;
  }
}

function publisherOf(eventType: string, binary: string): string {
  const [first = ''] = eventType.split('.');
  return PUBLISHERS.has(first) ? first : binary.replace(/^nova-/, '');
}
