import type { Status } from '../../operations/control/status.js';
import type { Target } from '../control-commands.js';
import { print } from '../output.js';
import { paint } from './paint.js';
import { Supervisor } from './supervisor.js';
import { render } from './table.js';

interface Options extends Target {
  readonly json?: boolean;
  readonly watch?: boolean;
}

/** Shows what runs, once or again and again. */
export async function status({ json = false, watch = false, ...target }: Options): Promise<number> {
  const supervisor = new Supervisor(target);
  const read = () => supervisor.ask<Status>('GET', '/v1/status');
  if (watch) return (await import('./watch.js')).watch(read, json);
  const known = await read();
  print(json ? `${JSON.stringify(known, null, 2)}\n` : `${show(known).join('\n')}\n`);
  return 0;
}

export const show = (known: Status, width?: number): string[] =>
  render(known).map((row) => paint(row, width));
