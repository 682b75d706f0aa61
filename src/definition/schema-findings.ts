import { suggest } from '../service/suggest.js';
import type { Evaluated } from './evaluate.js';
import type { Finding } from './faults.js';
import { isSecretOrigin } from './mask.js';
import { getIn, isObject } from './merge.js';
import { SERVICE_NAME, SETTINGS, type Setting, TOP_LEVEL } from './settings.js';
import { findNode, type Path } from './source.js';
import type { Placing, SchemaError } from './validate.js';

/** The parts of a service that hold settings and are none themselves. */
const GROUPS: Record<string, string> = {
  restart: 'an object with intensity, period and backoff',
  'restart.backoff': 'an object with initial and max',
  reload: 'an object with surge and stableFor',
  recycle: 'an object with maxLifetime, maxTasks and maxMemory',
  'recycle.maxMemory': 'an object with soft and hard',
};
const SERVICE_KEYS = [...new Set(Object.keys(SETTINGS).map((path) => path.split('.')[0]!))];

/** What the validator found, in the words of the person who wrote the definition: one finding for each place. */
export function schemaFindings(
  evaluated: Evaluated,
  errors: readonly SchemaError[],
  document: unknown,
  place: Placing,
): Finding[] {
  const findings = new Map<string, Finding>();
  for (const error of errors) {
    const path = pointerToPath(error.instancePath, document);
    const found = explain(error, path);
    if (!found) continue;
    const placed = place(found.path);
    const key = JSON.stringify(placed);
    // A union reports each of its branches, and then itself.
    if (!findings.has(key)) findings.set(key, { ...found, source: evaluated.source, path: placed });
  }
  return [...findings.values()].filter(({ path }) => !evaluated.unknown.has(JSON.stringify(path)));

  function explain(error: SchemaError, path: Path): Omit<Finding, 'source'> | undefined {
    switch (error.keyword) {
      case 'additionalProperties':
        return unknownKey(path, String(error.params.additionalProperty));
      case 'propertyNames':
        return badName(path, String(error.params.propertyName));
      default:
        // The pattern that a name breaks is reported by propertyNames too, which knows the name.
        return 'propertyName' in error ? undefined : wrongValue(path);
    }
  }

  function unknownKey(path: Path, key: string): Omit<Finding, 'source'> {
    const known = knownKeys(path);
    const meant = suggest(key, known);
    const value = getIn(document, [...path, key]);
    let remedy = 'Remove it, or move it to where it belongs.';
    if (meant !== undefined) remedy = `Did you mean ${JSON.stringify(meant)}?`;
    else if (path.length === 0 && isObject(value)) remedy = `If it is a service, put it into "services".`;
    else {
      const elsewhere = Object.keys(SETTINGS).find((setting) => setting.split('.').at(-1) === key);
      if (elsewhere !== undefined && path[0] === 'services')
        remedy = `Did you mean ${elsewhere} of the service?`;
    }
    return {
      path: [...path, key],
      at: 'key',
      message: `found the unknown key ${JSON.stringify(key)}`,
      expected: `one of ${list(known)}`,
      remedy,
    };
  }

  function badName(path: Path, name: string): Omit<Finding, 'source'> {
    const message = `found the name ${JSON.stringify(name)}`;
    const of = { path: [...path, name], at: 'key' as const, message };
    if (path.at(-1) === 'env') {
      return { ...of, expected: 'the name of an environment variable', remedy: 'Leave out "=" and NUL.' };
    }
    const remedy = 'Begin it with a letter or a digit and go on with letters, digits, ".", "_" and "-".';
    return { ...of, expected: `a name like ${SERVICE_NAME.source}`, remedy };
  }

  function wrongValue(path: Path): Omit<Finding, 'source'> {
    const value = getIn(document, path);
    const expected = expectation(path);
    const message = `found ${describe(evaluated, place(path), value)}`;
    return { path, at: 'value', message, expected, remedy: remedyFor(path, value) };
  }

  function remedyFor(path: Path, value: unknown): string {
    const setting = settingPath(path);
    const { type, options, default: preset } = traits(setting);
    if (
      path.includes('env') &&
      path.length === 4 &&
      (typeof value === 'number' || typeof value === 'boolean')
    ) {
      return `Quote it: ${JSON.stringify(String(value))}.`;
    }
    if (typeof value === 'string') {
      const interpolated = evaluated.interpolated.has(JSON.stringify(place(path)));
      const meant = suggest(value, options);
      if (meant !== undefined) return `Did you mean ${JSON.stringify(meant)}?`;
      if (interpolated && type !== 'string') {
        return 'An interpolated value is always a string: write the value itself, or use --workers or --set.';
      }
      const bare = value.trim().replace(/(?<=\d)\s*(s|sec|seconds)$/, '');
      if (type === 'number' && bare !== '' && Number.isFinite(Number(bare))) {
        return `Write ${Number(bare)}, without quotes${bare === value.trim() ? '' : ' and unit'}.`;
      }
      if (type === 'boolean' && /^(true|false)$/i.test(value))
        return `Write ${value.toLowerCase()}, without quotes.`;
      if (type === 'array') return `Write [${JSON.stringify(value)}].`;
    }
    if (value === null) return 'Remove the key, or give it a value.';
    if (preset !== undefined) return `Correct it, or remove it for the default (${JSON.stringify(preset)}).`;
    return 'Correct it.';
  }
}

/** What was found; never what came from a file, or from a variable whose name says that it is secret. */
export function describe(evaluated: Evaluated, path: Path, value: unknown): string {
  const { source } = evaluated;
  const origin = evaluated.interpolated.get(JSON.stringify(path));
  const node = findNode(source.tree, path);
  if (origin && node) {
    const written = JSON.stringify(node.value);
    return origin.origins.some(isSecretOrigin)
      ? written
      : `${written}, which is ${shorten(JSON.stringify(value))}`;
  }
  if (Array.isArray(value)) return 'an array';
  if (isObject(value)) return 'an object';
  const asWritten = node && source.text?.slice(node.offset, node.offset + node.length);
  return shorten(asWritten ?? JSON.stringify(value) ?? String(value));
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** services.api.restart.period -> restart.period; what lies in an array or a free object belongs to that. */
function settingPath(path: Path): string {
  const inside = path.slice(2).filter((key) => typeof key === 'string');
  return inside[0] === 'env' || inside[0] === 'config' ? inside[0] : inside.join('.');
}

function expectation(path: Path): string {
  if (path.length === 0) return 'an object with "services"';
  if (path[0] !== 'services' || path.length === 1)
    return TOP_LEVEL[path.slice(0, 2).join('.') as keyof typeof TOP_LEVEL].expected;
  if (path.length === 2) return 'an object with the settings of a service, at least "module"';
  const setting = settingPath(path);
  const item = path.length > 3 && (setting === 'env' || typeof path.at(-1) === 'number');
  if (item) return setting === 'after' ? 'the name of a service' : 'a string (without NUL)';
  return (SETTINGS as Record<string, Setting>)[setting]?.expected ?? GROUPS[setting] ?? 'another value';
}

/** What kind of value a setting has, read off its default. */
function traits(setting: string): { type: string; options: readonly string[]; default: unknown } {
  const { default: preset, expected } = (SETTINGS as Record<string, Setting>)[setting] ?? { expected: '' };
  const type = Array.isArray(preset) ? 'array' : preset === undefined ? 'string' : typeof preset;
  return { type, options: [...expected.matchAll(/"([a-z]+)"/g)].map(([, word]) => word!), default: preset };
}

function knownKeys(path: Path): readonly string[] {
  if (path[0] !== 'services') return keysBelow(Object.keys(TOP_LEVEL), path.join('.'));
  if (path.length === 2) return SERVICE_KEYS;
  return keysBelow([...Object.keys(SETTINGS), ...Object.keys(GROUPS)], settingPath(path));
}

/** The next part of those dotted keys that lie below another one, or of all. */
function keysBelow(keys: readonly string[], parent: string): readonly string[] {
  const prefix = parent === '' ? '' : `${parent}.`;
  const below = keys.filter((key) => key.startsWith(prefix));
  return [...new Set(below.map((key) => key.slice(prefix.length).split('.')[0]!))];
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A JSON pointer as a path; an index and a key that looks like one differ by what they point into. */
function pointerToPath(pointer: string, document: unknown): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    path.push(Array.isArray(getIn(document, path)) ? Number(key) : key);
  }
  return path;
}
