import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DefinitionError } from '../../src/definition/faults.js';
import { loadDefinition } from '../../src/definition/load.js';
import type { LoadRequest } from '../../src/definition/request.js';

/** A directory with files (objects are written as JSON) that is gone after the test. */
export function workspace(files: Record<string, string | object> = {}): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'nova-launch-')));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return directory;
}

/** Loads services.json of a directory, with an empty environment unless told otherwise. */
export function load(cwd: string, request: LoadRequest = {}) {
  return loadDefinition({ cwd, env: {}, ...request });
}

/** The faults of what must not load; anything else than a DefinitionError fails the test. */
export async function faultsOf(cwd: string, request: LoadRequest = {}) {
  const error = await load(cwd, request).then(
    () => new Error('it loaded'),
    (reason: unknown) => reason,
  );
  if (error instanceof DefinitionError) return error.faults;
  throw error;
}
