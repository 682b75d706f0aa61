import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'vitest';

/**
 * For a test that calls a program which not every machine has: `requires('zsh', 'apt-get install zsh')(context)` in
 * the test, or as a beforeEach. Without the program the test is skipped, and says what to install; in CI
 * (NOVA_LAUNCH_CI, see .ci/run) it fails, so that nothing is left out unseen.
 */
export function requires(program: string, install: string): (context: Pick<TestContext, 'skip'>) => void {
  return (context) => {
    if (isInstalled(program)) return;
    const reason = `needs ${program}: ${install}`;
    if (process.env.NOVA_LAUNCH_CI) throw new Error(`${reason} (a skip is a failure in CI)`);
    context.skip(reason);
  };
}

function isInstalled(program: string): boolean {
  const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return directories.some((directory) => existsSync(join(directory, program)));
}
