import type { State } from '../supervisor/types.js';
import { SignalHandler } from '../system/signals.js';
import { HangUpDetector } from '../system/terminal.js';
import type { LauncherLog } from './launcher-log.js';
import type { Loop } from './loop.js';

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
function scalableBySignal({ services }: State): string[] {
  const several = services.filter(({ size, spec }) => size > 1 || (spec?.size ?? 1) > 1);
  return (services.length === 1 ? services : several).map(({ name }) => name);
}

/** What a launcher does, however it is asked. */
interface Launcher {
  stop(): void;
  reload(): unknown;
  report(): Promise<void>;
}

/** What signals say to a supervisor. */
export function supervisorSignals(
  launcher: Launcher & { scale(service: string, by: 1 | -1): void },
  loop: Pick<Loop, 'dispatch' | 'state'>,
  log: LauncherLog,
): SignalOrders {
  return {
    stop: () => launcher.stop(),
    interrupt: () => loop.dispatch({ type: 'interrupt' }),
    reload: () => void launcher.reload(),
    report: () => void launcher.report(),
    hungUp: (meaning) => log.hangUp(meaning),
    scale: (by) => {
      for (const service of scalableBySignal(loop.state)) launcher.scale(service, by);
    },
  };
}

/** What signals say to one process. */
export function signalsInPlace(launcher: Launcher, interrupt: () => void, log: LauncherLog): SignalOrders {
  return {
    stop: () => launcher.stop(),
    interrupt,
    reload: () => void launcher.reload(),
    report: () => void launcher.report(),
    hungUp: (meaning) => log.hangUp(meaning),
    scale: () =>
      log.write('warn', 'One process cannot have more workers, or fewer: give --workers 2 or more.', {
        id: 'scale-refused',
      }),
  };
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
