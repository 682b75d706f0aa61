import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { installedPackage } from './packages.js';

const CONDITIONS = new Set(['node', 'import', 'module-sync', 'default']);

/**
 * What import would load of a package whose "exports" offer nothing to require, which is all that Node.js 20 can be
 * asked about from outside of a module (import.meta.resolve takes no parent without a flag).
 */
export function resolveImportOnly(specifier: string, directory: string): string | undefined {
  const [, name, rest = ''] = /^(@[^/]+\/[^/]+|[^@./][^/]*)(\/.*)?$/.exec(specifier) ?? [];
  const found = name === undefined || isBuiltin(specifier) ? undefined : installedPackage(name, directory);
  if (!found) return undefined;
  const target = match(found.json.exports, `.${rest}`);
  return target?.startsWith('./') ? join(found.directory, target) : undefined;
}

function match(exports: unknown, subpath: string): string | undefined {
  if (!isMap(exports) || !Object.keys(exports).some((key) => key.startsWith('.'))) {
    return subpath === '.' ? pick(exports) : undefined;
  }
  if (Object.hasOwn(exports, subpath)) return pick(exports[subpath]);
  // The longest pattern wins, as in Node.js.
  const patterns = Object.keys(exports)
    .filter((key) => key.includes('*'))
    .sort((a, b) => b.indexOf('*') - a.indexOf('*') || b.length - a.length);
  for (const pattern of patterns) {
    const [before = '', after = ''] = pattern.split('*');
    const fits = subpath.startsWith(before) && subpath.endsWith(after) && subpath.length >= pattern.length;
    const part = subpath.slice(before.length, subpath.length - after.length);
    if (fits) return pick(exports[pattern])?.replaceAll('*', part);
  }
  return undefined;
}

function pick(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map(pick).find((option) => option !== undefined);
  if (!isMap(target)) return undefined;
  for (const [condition, value] of Object.entries(target)) {
    const chosen = CONDITIONS.has(condition) ? pick(value) : undefined;
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
