import type { LinesOptions, Target } from '../control-commands.js';
import { print } from '../output.js';
import { eventOf } from './event-line.js';
import { untilInterrupted } from './interrupted.js';
import { paint, type Style } from './paint.js';
import { Supervisor } from './supervisor.js';

const STYLES: Record<string, Style> = { warn: 'yellow', error: 'red', debug: 'gray' };

/** Prints the events or the lines of the log that are kept, and with `follow` those that come. */
export async function lines(
  what: 'events' | 'logs',
  { follow = false, service, last, json = false, ...target }: LinesOptions & Target,
): Promise<number> {
  const query = new URLSearchParams({
    follow: String(follow),
    ...(service !== undefined && { service }),
    ...(last !== undefined && { last: String(last) }),
  });
  const say = json ? (line: string) => print(`${line}\n`) : what === 'events' ? tell : await logLine();
  await untilInterrupted((signal) =>
    new Supervisor(target).follow('GET', `/v1/${what}?${query}`, say, { signal }),
  );
  return 0;
}

function tell(line: string): void {
  const event = eventOf(line);
  if (!event) {
    print(`${line}\n`);
    return;
  }
  const { time, level = '', id, message = '' } = event;
  const at = time === undefined ? '' : new Date(time).toLocaleTimeString('sv-SE');
  const cells = [
    { text: at.padEnd(8), style: 'gray' as const },
    { text: id.padEnd(16) },
    { text: message, ...(STYLES[level] && { style: STYLES[level] }) },
  ];
  print(`${paint(cells)}\n`);
}

/** For people on a terminal; for programs as they are. */
async function logLine(): Promise<(line: string) => void> {
  if (!process.stdout.isTTY) return (line) => print(`${line}\n`);
  const { pretty } = await import('../../system/pretty.js');
  const format = await pretty();
  return (line) => print(format(line));
}
