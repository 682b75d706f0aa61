import { dotted } from '../service/options/values.js';
import { chooseLauncher } from './choose.js';
import { type Entry, type Part, partWith } from './entry.js';
import type { Evaluated } from './evaluate.js';
import type { Origin } from './interpolate.js';
import { type Compiled, compile } from './load.js';
import { isSecretKey, isSecretOrigin, MASK, maskText } from './mask.js';
import { getIn, isObject } from './merge.js';
import type { LoadRequest } from './request.js';
import { SETTINGS } from './settings.js';
import { findNode, type Path, position } from './source.js';
import type { ServiceDefinition } from './types.js';

/** A value that will be in effect, fit to be printed, and where it was written. */
export interface Explained {
  readonly path: string;
  /** Secrets are masked. */
  readonly value: unknown;
  /** services.json:7, --set, --workers ... */
  readonly origin: string;
}

export interface ServicePlan {
  readonly name: string;
  readonly module: string;
  readonly export?: string;
  readonly workers: number;
  /** What somebody wrote; everything else has its default. */
  readonly settings: readonly Explained[];
  readonly config: readonly Explained[];
  readonly env: readonly Explained[];
}

/** What `run` would do. */
export interface Plan {
  readonly file?: string;
  readonly launcher: 'ServiceLauncher' | 'ProcessLauncher';
  readonly schedulingPolicy: 'none' | 'rr';
  /** In start order. */
  readonly services: readonly ServicePlan[];
  readonly warnings: readonly string[];
}

/** Loads a definition and tells of every effective value where it comes from. Throws what loadDefinition throws. */
export async function explainDefinition(request: LoadRequest = {}): Promise<Plan> {
  const compiled = await compile(request);
  const { file, schedulingPolicy, services, warnings } = compiled.definition;
  return {
    ...(file === undefined ? {} : { file }),
    launcher: chooseLauncher(compiled.definition),
    schedulingPolicy,
    services: services.map((service, index) => explainService(service, compiled.entries[index]!, compiled)),
    warnings,
  };
}

function explainService(service: ServiceDefinition, entry: Entry, compiled: Compiled): ServicePlan {
  const { name, module, workers } = service;
  return {
    name,
    module,
    ...(service.export === undefined ? {} : { export: service.export }),
    workers,
    settings: explainSettings(service, entry, compiled),
    config: explainConfig(service, entry, compiled),
    env: leaves(service.env).map(([path, value]) => {
      const place = placeIn(partWith(entry, ['env', ...path]), ['env', ...path]);
      return explained(path, value, place, compiled);
    }),
  };
}

/** Settings that are shown in a way of their own. */
const ELSEWHERE = ['module', 'export', 'config', 'env'];

function explainSettings(service: ServiceDefinition, entry: Entry, compiled: Compiled): Explained[] {
  const result: Explained[] = [];
  for (const path of Object.keys(SETTINGS).filter((setting) => !ELSEWHERE.includes(setting))) {
    const keys = path.split('.');
    const overridden = path === 'workers' && compiled.overrides.workers !== undefined;
    const part = partWith(entry, keys);
    if (!overridden && !part) continue;
    const written = overridden ? compiled.overrides.workers : getIn(part!.value, keys);
    const place: Place = overridden ? { label: '--workers', origins: [] } : placeIn(part, keys);
    const auto = written === 'auto' ? ' ("auto")' : '';
    // "unlimited" stays what it was written as: JSON has no Infinity.
    const value = written === 'auto' ? service.workers : written;
    const { origin, ...rest } = explained(keys, value, place, compiled);
    result.push({ ...rest, origin: origin + auto });
  }
  return result;
}

function explainConfig(service: ServiceDefinition, entry: Entry, compiled: Compiled): Explained[] {
  const { set, options } = compiled.overrides;
  const { document } = compiled;
  const shared: Part | undefined = document && { evaluated: document, at: [], value: document.value };
  return leaves(service.config).map(([path, value]) => {
    const keys = ['config', ...path];
    let place = placeIn(partWith(entry, keys) ?? shared, keys);
    if (getIn(set, path) !== undefined) place = { label: '--set', origins: [] };
    if (getIn(options, path) !== undefined) place = { label: 'option after --', origins: [] };
    return explained(path, value, place, compiled);
  });
}

interface Place {
  readonly label: string;
  readonly origins: readonly Origin[];
}

function placeIn(part: Part | undefined, path: Path): Place {
  if (!part) return { label: 'default', origins: [] };
  const full = [...part.at, ...path];
  return { label: lineOf(part.evaluated, full), origins: originsOf(part.evaluated, full) };
}

function lineOf({ source }: Evaluated, path: Path): string {
  const node = findNode(source.tree, path);
  if (!node || source.text === undefined) return source.label;
  return `${source.label}:${position(source.text, node.offset).line}`;
}

/** Of the value, or of all that it is made of. */
function originsOf({ interpolated }: Evaluated, path: Path): Origin[] {
  const prefix = JSON.stringify(path).slice(0, -1);
  return [...interpolated]
    .filter(([key]) => key === `${prefix}]` || key.startsWith(`${prefix},`))
    .flatMap(([, { origins }]) => [...origins]);
}

function explained(
  path: Path,
  value: unknown,
  { label, origins }: Place,
  { definition }: Compiled,
): Explained {
  const named = path.some((key) => typeof key === 'string' && isSecretKey(key));
  const secret = origins.some(isSecretOrigin) || (named && /string|number/.test(typeof value));
  return {
    path: dotted(path),
    value: secret ? MASK : maskAll(value, definition.secrets),
    origin: [label, ...origins.map(describe)].join(', '),
  };
}

function maskAll(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return maskText(value, secrets);
  return Array.isArray(value) ? value.map((item) => maskAll(item, secrets)) : value;
}

function describe(origin: Origin): string {
  if (origin.kind === 'file') return `file ${origin.path}`;
  return origin.kind === 'env' ? `env ${origin.name}` : `default since ${origin.name} is not set`;
}

/** Every value that is no object or array with something in it, with its path. */
function leaves(value: unknown, path: Path = []): [Path, unknown][] {
  const items = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  if (items.length === 0) return path.length === 0 ? [] : [[path, value]];
  return items.flatMap(([key, item]) => leaves(item, [...path, key]));
}
