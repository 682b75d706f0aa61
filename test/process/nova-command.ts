import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { BIN } from './harness.js';
import type { Chain } from './nova-chain.js';

/** A command line of nova-launch for the services of a chain, begun. */
export const begin = (chain: Chain, ...words: string[]): ChildProcess =>
  spawn(process.execPath, [BIN, ...words, '--config', 'services.json'], { cwd: chain.place.path });

/** One that has ended. */
export async function nova(chain: Chain, ...words: string[]) {
  const child = begin(chain, ...words);
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [out, err, exitCode] = await Promise.all([text(child.stdout!), text(child.stderr!), exit]);
  return { out, err, exitCode };
}
