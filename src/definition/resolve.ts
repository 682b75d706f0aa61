import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Resolution =
  | { readonly module: string }
  | { readonly message: string; readonly expected: string; readonly remedy: string };

/**
 * The real path of the file that a definition names as `module`. Symbolic links are resolved here, once, so that all
 * workers of a generation run the same release even if a link such as `current` is turned meanwhile.
 */
export async function resolveModule(specifier: string, directory: string): Promise<Resolution> {
  try {
    const file = locate(specifier, directory) ?? (await esmOnly(specifier, directory));
    if (file !== undefined && statSync(file).isFile()) {
      accessSync(file, constants.R_OK);
      return { module: realpathSync(file) };
    }
  } catch {
    // Why it failed is found out below, by someone who has the time.
  }
  const { explainUnresolved } = await import('./unresolved.js');
  return explainUnresolved(specifier, directory);
}

/** The file that a specifier names literally, or that require() would load; undefined for a package that has no such. */
function locate(specifier: string, directory: string): string | undefined {
  const file = asFile(specifier, directory);
  if (file !== undefined) return file;
  if (isBuiltin(specifier)) return undefined;
  // Node's own resolution, by the directory of the definition, whatever its name.
  const found = required(specifier, join(directory, 'services.json'));
  // What comes with nova-launch is there also where nova-launch is installed elsewhere.
  return found ?? (OURS.test(specifier) ? required(specifier, import.meta.url) : undefined);
}

const OURS = /^nova-launch\//;

function required(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    return undefined;
  }
}

/** The path for ./x, ../x, /x and file: URLs; undefined for the name of a package. */
export function asFile(specifier: string, directory: string): string | undefined {
  if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  if (isAbsolute(specifier)) return specifier;
  return /^\.\.?(\/|$)/.test(specifier) ? resolve(directory, specifier) : undefined;
}

async function esmOnly(specifier: string, directory: string): Promise<string | undefined> {
  const { resolveImportOnly } = await import('./package-exports.js');
  return resolveImportOnly(specifier, directory);
}
