import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { TestContext } from 'vitest';

/**
 * For a test that calls a program which not every machine has: `requires('zsh', 'apt-get install zsh')(context)` in
 * the test, or as a beforeEach. Without the program the test is skipped, and says what to install; in CI
 * (NOVA_LAUNCH_CI, see .ci/run) it fails, so that nothing is left out unseen.
 */
export function requires(program: string, install: string): (context: Pick<TestContext, 'skip'>) => void {
  return unless(() => isInstalled(program), `needs ${program}: ${install}`);
}

/** The same for a module of Debian's Python, which is not the first python3 of the PATH everywhere. */
export function requiresPython(module: string, install: string): ReturnType<typeof requires> {
  let has: boolean | undefined;
  const check = () => {
    has ??= spawnSync('/usr/bin/python3', ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;
    return has;
  };
  return unless(check, `needs ${module} of /usr/bin/python3: ${install}`);
}

/** The same for what only root may do. */
export const requiresRoot = (): ReturnType<typeof requires> =>
  unless(() => process.getuid?.() === 0, 'needs root: sudo -E npm test');

function unless(met: () => boolean, reason: string): ReturnType<typeof requires> {
  return (context) => {
    if (met()) return;
    if (process.env.NOVA_LAUNCH_CI) throw new Error(`${reason} (a skip is a failure in CI)`);
    context.skip(reason);
  };
}

export function isInstalled(program: string): boolean {
  if (isAbsolute(program)) return existsSync(program);
  const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return directories.some((directory) => existsSync(join(directory, program)));
}
