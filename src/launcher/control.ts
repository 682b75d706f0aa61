import { codeOf } from '../errors.js';
import { Door } from '../operations/control/door.js';
import { Feed } from '../operations/control/feed.js';
import type { Orders } from '../operations/control/orders.js';
import { Outcomes } from '../operations/control/outcomes.js';
import type { LauncherLog } from './launcher-log.js';

type Code = typeof import('./control-code.js');

/**
 * The control socket of a launcher. What serves it (HTTP, among others) is loaded when somebody connects for the first
 * time: until then it costs a descriptor.
 */
export class Control {
  readonly feed = new Feed();
  readonly outcomes = new Outcomes();
  #close = () => {};

  private constructor(
    readonly name: string,
    private readonly door: Door | undefined,
    private readonly failure: string | undefined,
  ) {}

  /**
   * Listens. Where that cannot be, the service is run all the same, and the log says so.
   * @throws LaunchError NL_ALREADY_RUNNING
   */
  static async open({ path, name }: { readonly path: string; readonly name: string }): Promise<Control> {
    try {
      return new Control(name, await Door.open(path), undefined);
    } catch (error) {
      if (codeOf(error) === 'NL_ALREADY_RUNNING') throw error;
      return new Control(name, undefined, `${path}: ${(error as Error).message}`);
    }
  }

  /** From now on it answers. */
  begin(log: LauncherLog, orders: (code: Code) => Orders): void {
    const { door, feed, outcomes } = this;
    if (!door) {
      const sentence = `There is no control socket at ${this.failure}. Name another place with --control.`;
      log.write('warn', sentence, { id: 'control-failed' });
      return;
    }
    door.whenWanted(async () => {
      const code = await import('./control-code.js');
      const server = code.serve({ orders: orders(code), feed, outcomes });
      this.#close = () => server.close();
      door.serve((socket) => server.take(socket));
    });
  }

  /** Nobody is answered any more, and who follows is told that it is over. */
  close(): void {
    this.door?.close();
    this.#close();
  }
}
