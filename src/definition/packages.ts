import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface PackageJson {
  readonly name?: unknown;
  readonly exports?: unknown;
  readonly [key: string]: unknown;
}

export interface Package {
  readonly directory: string;
  readonly json: PackageJson;
}

/** The nearest package at or above a directory. */
export function nearestPackage(directory: string): Package | undefined {
  for (const candidate of upwards(directory)) {
    const found = packageAt(candidate);
    if (found) return found;
  }
  return undefined;
}

/** A package by its name, looked up from a directory the way Node.js does. */
export function installedPackage(name: string, from: string): Package | undefined {
  for (const directory of upwards(from)) {
    const found = packageAt(join(directory, 'node_modules', name));
    if (found) return found;
  }
  return undefined;
}

/** The names of what a package depends on directly, without those that it merely expects around it. */
export function dependencyNames(json: PackageJson): string[] {
  const lists = [json.dependencies, json.optionalDependencies, json.devDependencies];
  return [...new Set(lists.flatMap((list) => (typeof list === 'object' && list ? Object.keys(list) : [])))];
}

function* upwards(directory: string): Generator<string> {
  for (let at = directory; ; at = dirname(at)) {
    yield at;
    if (at === dirname(at)) return;
  }
}

/** A package.json that is missing or broken declares nothing; npm complains about the latter. */
function packageAt(directory: string): Package | undefined {
  try {
    const json: unknown = JSON.parse(
      readFileSync(join(directory, 'package.json'), 'utf8').replace(/^\uFEFF/, ''),
    );
    return typeof json === 'object' && json !== null ? { directory, json: json as PackageJson } : undefined;
  } catch {
    return undefined;
  }
}
