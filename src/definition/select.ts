import { LaunchError } from '../errors.js';
import { type Entry, entry, type Part } from './entry.js';
import type { Evaluated } from './evaluate.js';
import type { Finding } from './faults.js';
import { isObject } from './merge.js';
import { validateSchema } from './validate.js';

export interface Selection {
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
}

interface Wanted {
  readonly binaries: readonly string[] | undefined;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The services that are to run, each with what the definition and, if need be, a package says about it. */
export async function select(definition: Evaluated | undefined, wanted: Wanted): Promise<Selection> {
  const written = servicesOf(definition?.value);
  const names = wanted.binaries ? [...new Set(wanted.binaries)] : Object.keys(written);
  const entries: Entry[] = [];
  const findings: Finding[] = [];
  const warnings: string[] = [];
  for (const name of inOrder(names, written)) {
    const own = ownPart(definition, written, name);
    if (own && hasModule(own.value)) {
      entries.push(entry(name, [own]));
      continue;
    }
    const { findBinary } = await import('./binaries.js');
    const found = findBinary(name, wanted.cwd, wanted.env);
    warnings.push(...found.warnings);
    if (found.part) findings.push(...(await partFindings(name, found.part)));
    else if (!own) throw await unknownBinary(name, definition, wanted.cwd);
    else findings.push(...noModule(own));
    entries.push(
      entry(
        name,
        [found.part, own].filter((part) => part !== undefined),
      ),
    );
  }
  return { entries, findings, warnings };
}

/** Services of the definition in its order, then the others as they were named. */
function inOrder(names: readonly string[], written: Record<string, unknown>): string[] {
  const inFile = Object.keys(written).filter((name) => names.includes(name));
  return [...inFile, ...names.filter((name) => !inFile.includes(name))];
}

export function servicesOf(document: unknown): Record<string, unknown> {
  const services = isObject(document) ? document.services : undefined;
  return isObject(services) ? services : {};
}

function ownPart(
  definition: Evaluated | undefined,
  written: Record<string, unknown>,
  name: string,
): Part | undefined {
  if (!definition || !Object.hasOwn(written, name)) return undefined;
  return { evaluated: definition, at: ['services', name], value: written[name] };
}

/** Whatever stands for a module is looked at as one; if it is none, the schema has said so. */
function hasModule(value: unknown): boolean {
  return !isObject(value) || Object.hasOwn(value, 'module');
}

async function partFindings(name: string, part: Part): Promise<Finding[]> {
  const document = { services: { [name]: part.value } };
  const schema = await validateSchema(part.evaluated, document, (path) => [...part.at, ...path.slice(2)]);
  const findings = [...part.evaluated.findings, ...schema];
  return hasModule(part.value) ? findings : [...findings, ...noModule(part)];
}

function noModule({ evaluated, at }: Part): Finding[] {
  return [
    {
      source: evaluated.source,
      path: at,
      at: 'key',
      message: 'found no "module"',
      expected: '"module", since no installed package declares a binary of this name',
      remedy: 'Add "module": "./FILE.js".',
    },
  ];
}

async function unknownBinary(
  name: string,
  definition: Evaluated | undefined,
  cwd: string,
): Promise<LaunchError> {
  const { knownBinaries } = await import('./binaries.js');
  const { suggest } = await import('../service/suggest.js');
  const from = definition?.source.label;
  const known = [
    ...Object.keys(servicesOf(definition?.value)).map((service) => ({ name: service, from: from! })),
    ...knownBinaries(cwd),
  ];
  const meant = suggest(
    name,
    known.map((binary) => binary.name),
  );
  const list = known.map((binary) => `\n  ${binary.name} (${binary.from})`).join('');
  const looked = from === undefined ? 'There is no services.json here. ' : '';
  const message = looked + (known.length > 0 ? `Known are:${list}` : 'No package declares any.');
  const remedy = meant
    ? `Did you mean --binary ${meant}?`
    : 'Name one that is known, or add it to the definition.';
  return new LaunchError('NL_USAGE', `there is no binary ${JSON.stringify(name)}. ${message}`, { remedy });
}
