import { binaryNames } from '../definition/names.js';
import { print } from './output.js';

/** What the completion scripts ask for: the names that --binary can have here, one a line. */
export function complete(config: string | undefined): number {
  for (const name of binaryNames({ config, cwd: process.cwd(), env: process.env })) print(`${name}\n`);
  return 0;
}
