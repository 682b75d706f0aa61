import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from '../../errors.js';
import type { Status } from '../../operations/control/status.js';
import { print } from '../output.js';
import { untilInterrupted } from './interrupted.js';
import { show } from './status.js';

/** Seconds between two looks. */
const PAUSE = 1;

/** The other screen of the terminal, so that what was there before comes back; and no cursor on it. */
const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';

/** Shows the status anew until Ctrl-C, also over a restart of the supervisor; where there was none, it fails. */
export async function watch(read: () => Promise<Status>, json: boolean): Promise<number> {
  const screen = process.stdout.isTTY && !json;
  const first = await read();
  if (screen) print(ENTER);
  try {
    await untilInterrupted(async (signal) => {
      for (let known: Status | LaunchError = first; !signal.aborted; known = await read().catch(understood)) {
        if (screen) draw(known);
        else if (json) print(`${JSON.stringify(known instanceof LaunchError ? problemOf(known) : known)}\n`);
        else print(`${linesOf(known).join('\n')}\n\n`);
        await sleep(PAUSE * 1000, undefined, { signal }).catch(() => {});
      }
    });
  } finally {
    if (screen) print(LEAVE);
  }
  return 0;
}

/** Line by line over what was there, so that nothing flickers. */
function draw(known: Status | LaunchError): void {
  const { columns = 80, rows = 24 } = process.stdout;
  const lines = linesOf(known, columns);
  const shown =
    lines.length < rows ? lines : [...lines.slice(0, rows - 2), `… ${lines.length - rows + 2} more lines`];
  print(`\x1b[H${shown.map((line) => `${line}\x1b[K\n`).join('')}\x1b[J`);
}

function linesOf(known: Status | LaunchError, width?: number): string[] {
  return known instanceof LaunchError ? [`${known.message}; still looking`] : show(known, width);
}

const problemOf = ({ code, message }: LaunchError) => ({ error: { code, message } });

function understood(error: unknown): LaunchError {
  if (error instanceof LaunchError) return error;
  throw error;
}
