import { LaunchError } from '../../errors.js';
import type { Begun } from '../../operations/control/orders.js';
import type { Target } from '../control-commands.js';
import { print } from '../output.js';
import { type EventLine, eventOf } from './event-line.js';
import { untilInterrupted } from './interrupted.js';
import { inOneLine } from './paint.js';
import { Supervisor } from './supervisor.js';

interface Options extends Target {
  readonly wait?: boolean;
  readonly json?: boolean;
}

interface Line extends EventLine {
  readonly outcome?: 'accepted' | 'refused';
  readonly reason?: string;
  readonly progress?: { readonly done: number; readonly total: number };
}

/** Begins a reload or a restart; with `wait`, prints what comes of it. */
export async function rollout(
  what: 'reload' | 'restart',
  service: string | undefined,
  { wait = false, json = false, ...target }: Options,
): Promise<number> {
  const supervisor = new Supervisor(target);
  const body = { wait, ...(service !== undefined && { service }) };
  if (!wait) {
    const begun = await supervisor.ask<Begun>('POST', `/v1/${what}`, { body });
    print(json ? `${JSON.stringify(begun)}\n` : `${begun.message}\n`);
    return 0;
  }
  let outcome: Line | undefined;
  const take = (text: string) => {
    const line = eventOf<Line>(text);
    if (line?.id === 'outcome') outcome = line;
    if (json || !line) print(`${text}\n`);
    // The reason of a refusal stands in the error.
    else if (line.id !== 'outcome' && line.id !== 'reload-refused') print(`${sentence(line)}\n`);
  };
  const ended = await untilInterrupted((signal) =>
    supervisor.follow('POST', `/v1/${what}`, take, { body, signal }),
  );
  if (outcome?.outcome === 'accepted') return 0;
  if (outcome) throw new LaunchError('NL_RELOAD_REFUSED', `the ${what} was refused: ${outcome.reason}`);
  if (ended === 'interrupted') {
    if (!json) print(`The ${what} goes on; nova-launch events --follow tells what comes of it.\n`);
    return 130;
  }
  throw new LaunchError('NL_NOT_RUNNING', `the supervisor has ended before the ${what} was over`, {
    remedy: 'See its log.',
  });
}

function sentence({ progress, message = '' }: Line): string {
  const told = inOneLine(message);
  return progress && progress.total > 0 ? `[${progress.done}/${progress.total}] ${told}` : told;
}
