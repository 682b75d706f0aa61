import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
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

/**
 * Whether nohup asks to outlive the terminal. Node.js forgets at its start that SIGHUP was being ignored; what still
 * tells is a stdin that nohup has made unreadable, the variable in which shells name what they have run, and a parent
 * (a script under nohup) that ignores SIGHUP.
 */
function isUnderNohup(): boolean {
  const WRITE_ONLY = 1;
  const flags = Number.parseInt(match('/proc/self/fdinfo/0', /^flags:\s*(\d+)/m) ?? '0', 8);
  const ignored = BigInt(`0x${match(`/proc/${process.ppid}/status`, /^SigIgn:\s*([0-9a-f]+)/m) ?? '0'}`);
  return (flags & 3) === WRITE_ONLY || basename(process.env._ ?? '') === 'nohup' || (ignored & 1n) === 1n;
}

function match(file: string, pattern: RegExp): string | undefined {
  try {
    return pattern.exec(readFileSync(file, 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}

export type HangUp = 'reload' | 'stop' | 'ignore';

/** Tells, at each SIGHUP, an operator's wish to reload from a terminal that hangs up. Make it before handling SIGHUP. */
export class HangUpDetector {
  readonly #nohup = isUnderNohup();
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
