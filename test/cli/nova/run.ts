import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { main } from '../../../src/cli/main.js';
import type { World } from '../../nova/compute/world.js';

export interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process. */
export async function run(...argv: string[]): Promise<Outcome> {
  const [out, err]: string[][] = [[], []];
  const spies = (
    [
      ['stdout', out],
      ['stderr', err],
    ] as const
  ).map(([stream, texts]) =>
    vi.spyOn(process[stream], 'write').mockImplementation(((text: unknown) => {
      texts!.push(String(text));
      return true;
    }) as never),
  );
  const restore = () => {
    for (const spy of spies) spy.mockRestore();
  };
  onTestFinished(restore);
  const exitCode = await main(argv);
  restore();
  return { exitCode, out: out!.join(''), err: err!.join('') };
}

/** The options by which a command finds a world. */
export const where = ({ directory, transportUrl }: World): string[] => [
  ...['--database', `sqlite:${join(directory, 'nova.sqlite')}`],
  ...['--transport-url', transportUrl],
];
