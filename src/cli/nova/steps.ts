import { paint } from '../control/paint.js';
import { print } from '../output.js';
import type { Step } from './follow.js';

/** As wide as the names of the services. */
const WHERE = 'nova-conductor'.length;

/** Prints the steps of instances, one a line, as they come; with their names where there are several. */
export function stepPrinter(names: ReadonlyMap<string, string>): (step: Step) => void {
  const longest = Math.max(...[...names.values()].map((name) => name.length));
  return ({ uuid, after, where, what, isError }) => {
    const name = names.get(uuid) ?? uuid;
    const cells = [
      { text: `${after.toFixed(2).padStart(6)} s`, style: 'gray' as const },
      ...(names.size > 1 ? [{ text: name.padEnd(longest) }] : []),
      { text: where.padEnd(WHERE) },
      { text: what, ...(isError && { style: 'red' as const }) },
    ];
    print(`${paint(cells)}\n`);
  };
}
