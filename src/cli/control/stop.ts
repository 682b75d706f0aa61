import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from '../../errors.js';
import type { Done } from '../../operations/control/orders.js';
import { pidNamespace } from '../../system/pid-namespace.js';
import type { Target } from '../control-commands.js';
import { print } from '../output.js';
import { eventOf } from './event-line.js';
import { untilInterrupted } from './interrupted.js';
import { inOneLine } from './paint.js';
import { Supervisor } from './supervisor.js';

interface Stopping extends Done {
  readonly pid: number;
  readonly pidNamespace: string | null;
}

/** Seconds between two looks at a process that is about to end, and how long it may take for that. */
const PAUSE = 0.02;
const LAST_WORDS = 10;

/** Lets one service rest; or stops everything, prints what happens, and comes back when the process has gone. */
export async function stop(service: string | undefined, target: Target): Promise<number> {
  const supervisor = new Supervisor(target);
  const order = (body: object) => supervisor.ask<Stopping>('POST', '/v1/stop', { body });
  if (service !== undefined) {
    print(`${(await order({ service })).message}\n`);
    return 0;
  }
  const ended = await untilInterrupted(async (signal) => {
    let pid: number | undefined;
    let isSeen = true;
    // Told when it is followed, so that nothing is missed.
    const opened = async () => {
      const begun = await order({});
      pid = begun.pid;
      isSeen = begun.pidNamespace === pidNamespace();
    };
    const route = '/v1/events?follow=true&last=0';
    await supervisor.follow('GET', route, tell, { signal, opened }).catch((error) => {
      if (pid === undefined && !isRefused(error)) throw error;
    });
    // There are so many followers that there is no place for one more.
    if (pid === undefined && !signal.aborted) await opened();
    for (let waited = 0; pid !== undefined && !signal.aborted; waited += PAUSE) {
      if (!(isSeen ? isThere(pid) : await answers(supervisor))) break;
      if (waited > LAST_WORDS) throw new LaunchError('NL_NO_ANSWER', `pid ${pid} has not ended`);
      await sleep(PAUSE * 1000);
    }
  });
  if (ended === 'done') return 0;
  print('It goes on stopping.\n');
  return 130;
}

function tell(line: string): void {
  print(`${inOneLine(eventOf(line)?.message ?? line)}\n`);
}

const isRefused = (error: unknown) => error instanceof LaunchError && error.code === 'NL_REFUSED';

/** Of one in a container, whose pid is somebody else's here. */
const answers = (supervisor: Supervisor): Promise<boolean> =>
  supervisor.ask('GET', '/livez').then(
    () => true,
    () => false,
  );

/** Not as a zombie: its parent may take its time. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !'ZX'.includes(stat[stat.lastIndexOf(')') + 2]!);
  } catch (error) {
    // There may be no /proc; that it belongs to somebody else is told by EPERM.
    const { code, syscall } = error as NodeJS.ErrnoException;
    return code === 'EPERM' || (syscall === 'open' && process.platform !== 'linux');
  }
}
