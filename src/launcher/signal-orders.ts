import { SignalHandler } from '../system/signals.js';

/** What an operator can say by signal. */
export interface SignalOrders {
  stop(): void;
  interrupt(): void;
  hangUp(): void;
  scale(by: 1 | -1): void;
}

/** Follows the signals until the returned function is called. */
export function onSignals(orders: SignalOrders): () => void {
  const handler = SignalHandler.instance();
  const removers = [
    handler.addHandler('SIGTERM', () => orders.stop()),
    handler.addHandler('SIGINT', () => orders.interrupt()),
    handler.addHandler('SIGHUP', () => orders.hangUp()),
    handler.addHandler('SIGTTIN', () => orders.scale(1)),
    handler.addHandler('SIGTTOU', () => orders.scale(-1)),
  ];
  return () => {
    for (const remove of removers) remove();
  };
}
