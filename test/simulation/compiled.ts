import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Core } from './core.js';
import type { Mutant } from './mutant.js';

const COMPILED = fileURLToPath(new URL('../../dist/supervisor/', import.meta.url));
const SOURCE = fileURLToPath(new URL('../../src/supervisor/', import.meta.url));

/** Throws when the compiled core is not that of the source: a mutant of something else would prove nothing. */
export function checkCompiled(): void {
  for (const name of readdirSync(SOURCE)) {
    const compiled = statSync(join(COMPILED, name.replace(/\.ts$/, '.js')), { throwIfNoEntry: false });
    if (!compiled || compiled.mtimeMs < statSync(join(SOURCE, name)).mtimeMs)
      throw new Error(`dist/supervisor is older than src/supervisor/${name}: run npm run build`);
  }
}

/** A copy of the compiled core in a directory of its own, patched. The caller removes `directory`. */
export async function patchedCore(patches: Mutant['patches']): Promise<{ core: Core; directory: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'nova-launch-mutant-'));
  cpSync(COMPILED, directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  for (const { file, from, to } of patches) {
    const path = join(directory, file);
    const parts = readFileSync(path, 'utf8').split(from);
    if (parts.length !== 2)
      throw new Error(`the mutant's patch no longer applies: ${file} has ${parts.length - 1} times: ${from}`);
    writeFileSync(path, parts.join(to));
  }
  const core: Core = await import(/* @vite-ignore */ pathToFileURL(join(directory, 'step.js')).href);
  return { core, directory };
}
