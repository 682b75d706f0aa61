import { resolve as resolvePath } from 'node:path';
import { type Entry, partWith } from './entry.js';
import { type Evaluated, evaluate } from './evaluate.js';
import type { Finding } from './faults.js';
import type { DefinitionInput } from './generated/input.js';
import { deepFreeze, isObject, merge } from './merge.js';
import { afterOf, startOrder } from './order.js';
import { noDefinition, readDefinition } from './read.js';
import type { LoadRequest } from './request.js';
import { resolveModule } from './resolve.js';
import { select, servicesOf } from './select.js';
import { DEFAULT_SCHEDULING_POLICY, SETTINGS } from './settings.js';
import { settle } from './settle.js';
import type { Source } from './source.js';
import type { Definition, ServiceDefinition } from './types.js';
import { validateSchema } from './validate.js';

type Values = Record<string, unknown>;

/** A definition with what it was made of, for those who want to know where a value comes from. */
export interface Compiled {
  readonly definition: Definition;
  readonly document: Evaluated | undefined;
  /** In start order, as the services of the definition. */
  readonly entries: readonly Entry[];
  readonly overrides: Overrides;
}

export interface Overrides {
  readonly workers: number | 'auto' | undefined;
  readonly set: Values;
  readonly options: Values;
}

/**
 * Reads, interpolates, overrides, validates and resolves what is to run.
 * @throws {DefinitionError} with every fault of it
 * @throws {LaunchError} NL_USAGE for what is wrong with the request itself
 */
export async function loadDefinition(request: LoadRequest = {}): Promise<Definition> {
  return (await compile(request)).definition;
}

export async function compile(request: LoadRequest): Promise<Compiled> {
  const { cwd = process.cwd(), env = process.env } = request;
  const binaries = request.binaries?.length ? request.binaries : undefined;
  const overrides = await parseOverrides(request);
  const source = await open(request, cwd, env);
  if (!source && !binaries) throw noDefinition(cwd);

  const document = source && evaluate(source, { env, leave: (path) => isLeftOut(path, binaries) });
  const findings: Finding[] = document ? [...document.findings, ...(await schemaAndSyntax(document))] : [];
  const selection = await select(document, { binaries, cwd, env });
  findings.push(...selection.findings, ...(await relations(document, selection.entries, cwd)));
  if (document && selection.entries.length === 0 && findings.length === 0)
    findings.push(nothingToRun(document));

  const modules = new Map<string, string>();
  for (const entry of selection.entries) {
    const resolution = await resolve(entry);
    if (typeof resolution === 'string') modules.set(entry.name, resolution);
    else findings.push(...resolution);
  }
  const secrets = secretsOf([...(document ? [document] : []), ...selection.entries.flatMap(evaluatedParts)]);
  if (findings.length > 0) {
    const { definitionError } = await import('./locate.js');
    throw definitionError(findings, secrets);
  }

  const entries = inStartOrder(selection.entries);
  const shared = isObject(document?.value) ? (document.value.config as Values | undefined) : undefined;
  const count = await workerCounts(entries, overrides.workers);
  const services = entries.map((entry) =>
    settle(entry, {
      module: modules.get(entry.name)!,
      workers: count(entry),
      config: merge(shared, entry.settings.config, overrides.set, overrides.options),
      after: afterOf(entry.settings).filter((name) => modules.has(name)),
      sharedKeys: sharedKeys(shared, entry.settings.config, overrides.set, overrides.options),
    }),
  );
  const definition: Definition = deepFreeze({
    ...(source?.file === undefined ? {} : { file: source.file }),
    services,
    schedulingPolicy:
      entries.find(({ settings }) => settings.schedulingPolicy)?.settings.schedulingPolicy ??
      DEFAULT_SCHEDULING_POLICY,
    ...processSettings(document),
    secrets,
    warnings: [...selection.warnings, ...droppedNames(entries, services)],
  });
  return { definition, document, entries, overrides };
}

/** What the top level says for all processes alike. */
function processSettings(
  document: Evaluated | undefined,
): Pick<Definition, 'report' | 'backdoor' | 'metrics' | 'log'> {
  const { report = {}, backdoor, metrics, log } = (document?.value ?? {}) as DefinitionInput;
  const absolute = (path: string) => resolvePath(document!.source.directory, path);
  return {
    report: {
      ...(report.directory !== undefined && { directory: absolute(report.directory) }),
      ...(report.trigger !== undefined && { trigger: absolute(report.trigger) }),
    },
    ...(metrics !== undefined && { metrics }),
    ...(log?.file !== undefined && { log: { file: absolute(log.file), mode: modeOf(log.mode) } }),
    ...(backdoor !== undefined && { backdoor: isPorts(backdoor) ? backdoor : absolute(String(backdoor)) }),
  };
}

const modeOf = (mode = '0640') => Number.parseInt(mode, 8);

const isPorts = (backdoor: number | string) => /^\d+(:\d+)?$/.test(String(backdoor));

function sharedKeys(shared: Values | undefined, ...own: readonly (Values | undefined)[]): string[] {
  return Object.keys(shared ?? {}).filter((key) => own.every((values) => values?.[key] === undefined));
}

async function parseOverrides({ workers, set = [], serviceOptions = [] }: LoadRequest): Promise<Overrides> {
  if (workers === undefined && set.length + serviceOptions.length === 0)
    return { workers, set: {}, options: {} };
  const { checkWorkers, parseServiceOptions, parseSet } = await import('./override.js');
  return {
    workers: checkWorkers(workers),
    set: await parseSet(set),
    options: await parseServiceOptions(serviceOptions),
  };
}

async function open(request: LoadRequest, cwd: string, env: NodeJS.ProcessEnv): Promise<Source | undefined> {
  if (request.definition === undefined) return readDefinition({ config: request.config, cwd, env });
  const { objectSource } = await import('./object-source.js');
  return objectSource('definition', request.definition, cwd);
}

/** Services that are not selected keep their ${...}: a host need not have the secrets of what it does not run. */
function isLeftOut(
  [top, name]: readonly (string | number)[],
  binaries: readonly string[] | undefined,
): boolean {
  return (
    binaries !== undefined && top === 'services' && name !== undefined && !binaries.includes(String(name))
  );
}

/** @throws {DefinitionError} at once if the text is too broken for its contents to be judged. */
async function schemaAndSyntax(document: Evaluated): Promise<Finding[]> {
  const schema = await validateSchema(document, document.value);
  if (document.source.syntaxErrors.length === 0) return schema;
  const { isWhole, syntaxFindings } = await import('./syntax-findings.js');
  const syntax = syntaxFindings(document.source);
  if (isWhole(document.source)) return [...syntax, ...schema];
  const { definitionError } = await import('./locate.js');
  throw definitionError(syntax, []);
}

/** Most definitions have nothing that could contradict something else, and then there is nothing to load. */
async function relations(
  document: Evaluated | undefined,
  entries: readonly Entry[],
  cwd: string,
): Promise<Finding[]> {
  const all = [...Object.values(servicesOf(document?.value)), ...entries.map(({ settings }) => settings)];
  const related = all.some(
    (value) =>
      isObject(value) &&
      (value.after || value.quorum || value.restart || value.schedulingPolicy || value.recycle),
  );
  const backdoor = isObject(document?.value) && document.value.backdoor;
  return related || backdoor ? (await import('./relations.js')).relationFindings(document, entries, cwd) : [];
}

/** How many workers each service gets; the host is asked only where somebody wrote "auto". */
async function workerCounts(
  entries: readonly Entry[],
  override: number | 'auto' | undefined,
): Promise<(entry: Entry) => number> {
  const wanted = ({ settings }: Entry) => override ?? settings.workers ?? SETTINGS.workers.default;
  if (!entries.some((entry) => wanted(entry) === 'auto')) return (entry) => Number(wanted(entry));
  const auto = (await import('./auto-workers.js')).autoWorkers(entries, wanted);
  return (entry) => {
    const workers = wanted(entry);
    return workers === 'auto' ? auto(entry) : workers;
  };
}

function nothingToRun({ source }: Evaluated): Finding {
  const remedy = 'Add a service: "services": {"NAME": {"module": "./FILE.js"}}.';
  return {
    source,
    path: ['services'],
    at: 'value',
    message: 'found no service',
    expected: 'at least one',
    remedy,
  };
}

/** The file of a service's module, or why there is none; nothing if something else was found wrong with it already. */
async function resolve(entry: Entry): Promise<string | Finding[]> {
  const part = partWith(entry, ['module']);
  const { module } = entry.settings;
  if (!part || typeof module !== 'string' || module === '') return [];
  const path = [...part.at, 'module'];
  if (part.evaluated.unknown.has(JSON.stringify(path)) || module.includes('\0')) return [];
  const { source } = part.evaluated;
  const resolution = await resolveModule(module, source.directory);
  return 'module' in resolution ? resolution.module : [{ source, path, at: 'value', ...resolution }];
}

function evaluatedParts({ parts }: Entry): Evaluated[] {
  return parts.map(({ evaluated }) => evaluated);
}

function secretsOf(documents: readonly Evaluated[]): string[] {
  const all = documents.flatMap(({ interpolated }) =>
    [...interpolated.values()].flatMap(({ secrets }) => secrets),
  );
  return [...new Set(all)];
}

function inStartOrder(entries: readonly Entry[]): Entry[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const order = startOrder(new Map(entries.map(({ name, settings }) => [name, afterOf(settings)])));
  return order.map((name) => byName.get(name)!);
}

function droppedNames(entries: readonly Entry[], services: readonly ServiceDefinition[]): string[] {
  return entries.flatMap(({ name, settings }, index) =>
    afterOf(settings)
      .filter((other) => !services[index]!.after.includes(other))
      .map((other) => `The service ${name} starts without waiting for ${other}, which is not selected.`),
  );
}
