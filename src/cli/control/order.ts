import type { Done } from '../../operations/control/orders.js';
import type { Target } from '../control-commands.js';
import { print } from '../output.js';
import { Supervisor } from './supervisor.js';

/** Has one thing done, and prints what was said to it. */
export async function order(what: 'scale' | 'start', body: object, target: Target): Promise<number> {
  const { message } = await new Supervisor(target).ask<Done>('POST', `/v1/${what}`, { body });
  print(`${message}\n`);
  return 0;
}
