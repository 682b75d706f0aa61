import type { RequestContext } from '../context/index.js';
import type { NovaObject } from '../objects/index.js';

/** How much a notification says; its topic has it in small letters. */
export type Priority = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL';

/**
 * Tells whoever listens on the bus what happens. It costs nothing where nobody can listen, and never fails what it
 * tells of: a notification that cannot be sent is told in the log. nova.rpc.get_notifier and get_versioned_notifier.
 */
export interface Notifier {
  /** A notification as it was before they had versions: any JSON. Never rejects. Default priority: INFO. */
  legacy(context: RequestContext, eventType: string, payload: object, priority?: Priority): Promise<void>;
  /** One whose payload is a versioned object, or the primitive of one. Never rejects. Default priority: INFO. */
  versioned(
    context: RequestContext,
    eventType: string,
    payload: NovaObject | object,
    priority?: Priority,
  ): Promise<void>;
}
