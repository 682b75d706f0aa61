import { codeOf } from '../errors.js';
import { Door } from '../operations/control/door.js';
import { Feed } from '../operations/control/feed.js';
import type { Orders } from '../operations/control/orders.js';
import { Outcomes } from '../operations/control/outcomes.js';
import type { LauncherLog } from './launcher-log.js';

type Code = typeof import('./control-code.js');

/** Where a launcher is to be asked. */
export interface Wanted {
  readonly name: string;
  /** Of the control socket; absent: there is none. */
  readonly path?: string | undefined;
  /** HOST:PORT for metrics and probes; absent: there is none. */
  readonly metrics?: string | undefined;
}

type Kind = 'control' | 'metrics';

interface Entrance {
  readonly kind: Kind;
  readonly at: string;
  /** Absent where it cannot be. */
  readonly door?: Door;
  readonly failure?: string;
}

/**
 * The control socket of a launcher, and its address for metrics. What serves them (HTTP, among others) is loaded when
 * somebody connects for the first time: until then each costs a descriptor.
 */
export class Control {
  readonly feed = new Feed();
  readonly outcomes = new Outcomes();
  #close = () => {};

  private constructor(
    readonly name: string,
    private readonly entrances: readonly Entrance[],
  ) {}

  /**
   * Listens. Where that cannot be, the service is run all the same, and the log says so.
   * @throws LaunchError NL_ALREADY_RUNNING
   */
  static async open({ path, name, metrics }: Wanted): Promise<Control> {
    const entrances = [
      ...(path === undefined ? [] : [await entrance('control', path, Door.open(path))]),
      ...(metrics === undefined ? [] : [await entrance('metrics', metrics, Door.openPort(metrics))]),
    ];
    return new Control(name, entrances);
  }

  /** From now on it answers. */
  begin(log: LauncherLog, makeOrders: (code: Code) => Orders): void {
    const { feed, outcomes } = this;
    let serving: Promise<ReturnType<Code['serve']>> | undefined;
    const load = async () => {
      const code = await import('./control-code.js');
      const servers = code.serve({ orders: makeOrders(code), feed, outcomes });
      this.#close = () => servers.control.close();
      return servers;
    };
    for (const { kind, at, door, failure } of this.entrances) {
      if (door && kind === 'metrics')
        log.write('info', `Metrics are at http://${door.path}/metrics.`, {
          id: 'metrics',
          address: door.path,
        });
      door?.whenWanted(async () => {
        try {
          serving ??= load();
          const server = (await serving)[kind];
          door.serve((socket) => server.take(socket));
        } catch (err) {
          // As when the package is being replaced: who asks again is answered then.
          serving = undefined;
          door.turnAway();
          const sentence = `Nobody could be answered at ${door.path}: ${(err as Error).message}.`;
          log.write('error', sentence, { id: 'control-failed', err });
        }
      });
      if (!door) complain(log, kind, `${at}: ${failure}`);
    }
  }

  /** Nobody is answered any more, and who follows is told that it is over. */
  close(): void {
    for (const { door } of this.entrances) door?.close();
    this.#close();
  }
}

async function entrance(kind: Kind, at: string, opening: Promise<Door>): Promise<Entrance> {
  try {
    return { kind, at, door: await opening };
  } catch (error) {
    if (codeOf(error) === 'NL_ALREADY_RUNNING') throw error;
    return { kind, at, failure: (error as Error).message.replace(/\.$/, '') };
  }
}

function complain(log: LauncherLog, kind: Kind, what: string): void {
  if (kind === 'metrics')
    log.write('warn', `There are no metrics at ${what}. Free the address, or name another with "metrics".`, {
      id: 'metrics-failed',
    });
  else
    log.write('warn', `There is no control socket at ${what}. Name another place with --control.`, {
      id: 'control-failed',
    });
}
