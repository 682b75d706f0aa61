import { closeSync, openSync, readFileSync } from 'node:fs';
import { outliveTerminal } from './stdio.js';

/**
 * Whether this process has a controlling terminal now. When a terminal hangs up, the kernel takes it away from the
 * whole session before, or as, it sends SIGHUP; so a SIGHUP after which it is gone came from the hang-up.
 */
function hasTerminal(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[4] !== '0';
  } catch {
    return canOpenTerminal();
  }
}

/** Where there is no /proc. */
function canOpenTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/** Whether SIGHUP was being ignored when this process started, which is how nohup asks to outlive the terminal. */
function ignoresHangUp(): boolean {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
    return mask !== undefined && (BigInt(`0x${mask}`) & 1n) === 1n;
  } catch {
    return false;
  }
}

export type HangUp = 'reload' | 'stop' | 'ignore';

/** Tells, at each SIGHUP, an operator's wish to reload from a terminal that hangs up. Make it before handling SIGHUP. */
export class HangUpDetector {
  readonly #nohup = ignoresHangUp();
  #had = hasTerminal();

  constructor() {
    outliveTerminal();
  }

  meaning(): HangUp {
    const has = hasTerminal();
    const hungUp = this.#had && !has;
    this.#had = has;
    if (!hungUp) return 'reload';
    return this.#nohup ? 'ignore' : 'stop';
  }
}
