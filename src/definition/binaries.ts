import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from './entry.js';
import { type Evaluated, evaluate } from './evaluate.js';
import type { ServiceInput } from './generated/input.js';
import { isObject } from './merge.js';
import { objectSource } from './object-source.js';
import {
  dependencyNames,
  installedPackage,
  nearestPackage,
  type Package,
  type PackageJson,
} from './packages.js';
import { readSource } from './read.js';
import type { Path } from './source.js';

/** Nova's: what runs may take its time, and so may a database or a broker, when a whole rack starts. */
const NOVA = { readyTimeout: 300, gracefulShutdownTimeout: 180 };

/** Binaries that come with nova-launch; their modules are relative to its dist directory. */
export const BUILT_IN_BINARIES: Readonly<Record<string, ServiceInput & { readonly module: string }>> = {
  // As Nova does without [conductor] workers and [scheduler] workers; one process has a host's instances.
  'nova-conductor': { module: './nova/binaries/conductor.js', workers: 'auto', ...NOVA },
  'nova-scheduler': { module: './nova/binaries/scheduler.js', workers: 'auto', ...NOVA },
  'nova-compute': { module: './nova/binaries/compute.js', ...NOVA },
};

const KEY = 'nova-launch';

export interface KnownBinary {
  readonly name: string;
  /** Who declares it, in words. */
  readonly from: string;
}

interface Declaration extends KnownBinary {
  readonly package?: Package;
}

export interface Lookup {
  /** Absent: nobody declares the name. */
  readonly part?: Part;
  readonly warnings: readonly string[];
}

/** Every binary that is declared by the package of a directory, by its direct dependencies, or built in. */
export function knownBinaries(cwd: string): KnownBinary[] {
  return declarations(cwd).map(({ name, from }) => ({ name, from }));
}

/** What a package, or nova-launch itself, says about a binary. */
export function findBinary(name: string, cwd: string, env: NodeJS.ProcessEnv): Lookup {
  const [chosen, ...others] = declarations(cwd).filter((declaration) => declaration.name === name);
  if (!chosen) return { warnings: [] };
  const warnings = others.map(
    ({ from }) => `The binary ${name} of ${from} is not used: ${chosen.from} declares one of that name, too.`,
  );
  return { part: chosen.package ? declared(name, chosen.package, cwd, env) : builtIn(name, env), warnings };
}

/** The current package first, then its dependencies in the order in which it lists them, then the built-in ones. */
function declarations(cwd: string): Declaration[] {
  const current = nearestPackage(cwd);
  const packages = current ? [current, ...dependencies(current)] : [];
  return [
    ...packages.flatMap((declaring) =>
      Object.keys(binariesOf(declaring)).map((name) => ({
        name,
        from: `the package ${declaring.json.name ?? declaring.directory}`,
        package: declaring,
      })),
    ),
    ...Object.keys(BUILT_IN_BINARIES).map((name) => ({ name, from: 'nova-launch itself' })),
  ];
}

function dependencies(current: Package): Package[] {
  return dependencyNames(current.json)
    .map((name) => installedPackage(name, current.directory))
    .filter((found) => found !== undefined);
}

function binariesOf({ json }: Package): Record<string, unknown> {
  const own = json[KEY];
  const binaries = isObject(own) ? own.binaries : undefined;
  return isObject(binaries) ? binaries : {};
}

function declared(name: string, { directory }: Package, cwd: string, env: NodeJS.ProcessEnv): Part {
  const at = [KEY, 'binaries', name];
  // The rest of a package.json has ${...} of its own, in scripts.
  const leave = (path: Path) => path.some((key, depth) => depth < at.length && key !== at[depth]);
  const source = readSource(join(directory, 'package.json'), cwd);
  const evaluated = evaluate(source, { env, leave });
  const findings = evaluated.findings.filter(({ path }) => at.every((key, depth) => path[depth] === key));
  return part(
    { ...evaluated, findings },
    at,
    binariesOf({ directory, json: evaluated.value as PackageJson })[name],
  );
}

function builtIn(name: string, env: NodeJS.ProcessEnv): Part {
  const directory = fileURLToPath(new URL('..', import.meta.url));
  const source = objectSource('nova-launch (built in)', BUILT_IN_BINARIES, directory);
  const evaluated = evaluate(source, { env });
  return part(evaluated, [name], (evaluated.value as Record<string, unknown>)[name]);
}

/** "./dist/x.js#Export" is short for an object with module and export. */
function part(evaluated: Evaluated, at: Path, value: unknown): Part {
  if (typeof value !== 'string') return { evaluated, at, value };
  const hash = value.lastIndexOf('#');
  const long =
    hash === -1 ? { module: value } : { module: value.slice(0, hash), export: value.slice(hash + 1) };
  return { evaluated, at, value: long };
}
