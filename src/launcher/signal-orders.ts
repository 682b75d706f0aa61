import type { State } from '../supervisor/types.js';
import { SignalHandler } from '../system/signals.js';
import { HangUpDetector } from '../system/terminal.js';

/** What an operator can say by signal. */
export interface SignalOrders {
  stop(): void;
  interrupt(): void;
  reload(): void;
  scale(by: 1 | -1): void;
  report(): void;
  /** The terminal has hung up, which stops, or changes nothing where nohup was asked for. */
  hungUp(meaning: 'stop' | 'ignore'): void;
}

/** A signal names no service: those that run more than one worker are meant, or the only one. */
export function scalableBySignal({ services }: State): string[] {
  const several = services.filter(({ size, spec }) => size > 1 || (spec?.size ?? 1) > 1);
  return (services.length === 1 ? services : several).map(({ name }) => name);
}

/** Follows the signals until the returned function is called. */
export function onSignals(orders: SignalOrders): () => void {
  const handler = SignalHandler.instance();
  const hangUp = new HangUpDetector();
  const onHangUp = () => {
    const meaning = hangUp.meaning();
    if (meaning === 'reload') {
      orders.reload();
      return;
    }
    orders.hungUp(meaning);
    if (meaning === 'stop') orders.stop();
  };
  const removers = [
    handler.addHandler('SIGTERM', () => orders.stop()),
    handler.addHandler('SIGINT', () => orders.interrupt()),
    handler.addHandler('SIGHUP', onHangUp),
    handler.addHandler('SIGTTIN', () => orders.scale(1)),
    handler.addHandler('SIGTTOU', () => orders.scale(-1)),
    handler.addHandler('SIGUSR2', () => orders.report()),
  ];
  return () => {
    for (const remove of removers) remove();
  };
}
