import { type Evaluated, evaluate } from '../definition/evaluate.js';
import type { Finding } from '../definition/faults.js';
import { definitionError } from '../definition/locate.js';
import { isObject, merge } from '../definition/merge.js';
import { readDefinition, type Whereabouts } from '../definition/read.js';
import { servicesOf } from '../definition/select.js';
import type { Path } from '../definition/source.js';
import { syntaxFindings } from '../definition/syntax-findings.js';
import { LaunchError } from '../errors.js';
import { type RpcSettings, readRpcSettings, type WrongSetting } from '../rpc-settings.js';

type Values = Record<string, unknown>;

/** What a definition says about the way to a topic. */
export interface FoundSettings {
  readonly settings: RpcSettings;
  /** What was wanted beside them, as it is written. */
  readonly others: Values;
  /** The error for a setting that is wrong, with its place in the definition. */
  readonly fault: (wrong: WrongSetting) => LaunchError;
}

/** The config of a service laid over what all share, or only that. */
interface Layer {
  readonly name: string | undefined;
  readonly own: Values;
  readonly config: Values;
}

export interface Wanted {
  readonly topic: string;
  readonly where: Whereabouts;
  /** Whether its transport URL counts: not where another one was given. */
  readonly withUrl: boolean;
  /** What else is wanted of the config that counts. */
  readonly also?: readonly string[];
}

const OF_TRANSPORT = ['transportUrl', 'controlExchange', 'oslo_messaging_rabbit', 'rpcResponseTimeout'];
const OF_TARGET = ['topic', 'exchange'];

/**
 * The settings of the service that has the topic; else those that all share; else those of the services, if they agree.
 * No module is resolved, no other setting is judged, and no secret is read but those in these settings: who calls a
 * service need not be able to run it. Undefined without a definition. Throws DefinitionError; LaunchError NL_USAGE when
 * there are several ways.
 */
export function settingsOf({ topic, where, withUrl, also = [] }: Wanted): FoundSettings | undefined {
  const source = readDefinition(where);
  if (!source) return undefined;
  if (source.syntaxErrors.length > 0) throw definitionError(syntaxFindings(source), []);
  const document = evaluate(source, {
    env: where.env,
    leave: (path) => !isWanted(path, [...OF_TRANSPORT, ...OF_TARGET, ...also]),
  });
  const shared = configIn(document.value);
  const services = Object.entries(servicesOf(document.value)).map(([name, service]): Layer => {
    const own = configIn(service);
    return { name, own, config: merge(shared, own) };
  });
  const serving = services.filter(({ name, config }) => (config.topic ?? name) === topic);
  const top: Layer = { name: undefined, own: {}, config: shared };
  const candidates =
    serving.length > 0 ? serving : !withUrl || shared.transportUrl !== undefined ? [top] : services;
  assertSound(document, candidates);
  const layer = theOnly(candidates, serving.length > 0, topic, source.label) ?? top;
  const wanted = [...OF_TRANSPORT.slice(withUrl ? 0 : 1), ...(serving.length > 0 ? OF_TARGET : [])];
  const fault = (wrong: WrongSetting) =>
    definitionError([findingOf(document, layer, wrong)], secretsOf(document));
  const { settings, wrong } = readRpcSettings(only(layer.config, wanted));
  if (wrong.length > 0) {
    const findings = wrong.map((each) => findingOf(document, layer, each));
    throw definitionError(findings, secretsOf(document));
  }
  return { settings, others: only(layer.config, also), fault };
}

function isWanted([top, name, part, ...rest]: Path, keys: readonly string[]): boolean {
  if (top === undefined) return true;
  const key = top === 'config' ? name : top === 'services' ? inService(part, rest) : null;
  return key === undefined || keys.includes(String(key));
}

const inService = (part: string | number | undefined, rest: Path) =>
  part === undefined || part === 'config' ? rest[0] : null;

function configIn(value: unknown): Values {
  const config = isObject(value) ? value.config : undefined;
  return isObject(config) ? config : {};
}

function only(config: Values, keys: readonly string[]): Values {
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(config, key)).map((key) => [key, config[key]]),
  );
}

/** Throws what is wrong with the parts of the definition that count here. */
function assertSound(document: Evaluated, layers: readonly Layer[]): void {
  const findings = document.findings.filter(({ path: [top, name] }) => {
    return top === 'config' || (top === 'services' && layers.some((layer) => layer.name === name));
  });
  if (findings.length > 0) throw definitionError(findings, secretsOf(document));
}

/** Undefined if none of them says anything. Throws when they differ. */
function theOnly(layers: readonly Layer[], serving: boolean, topic: string, file: string): Layer | undefined {
  const telling = serving ? layers : layers.filter(({ config }) => config.transportUrl !== undefined);
  const wayOf = ({ config }: Layer) =>
    JSON.stringify([config.exchange, ...OF_TRANSPORT.slice(0, 3).map((key) => config[key])]);
  if (new Set(telling.map(wayOf)).size <= 1) return telling[0];
  const names = telling.map(({ name }) => name).join(', ');
  const message = serving
    ? `several services of ${file} have the topic ${topic}, on different ways: ${names}`
    : `the services of ${file} are reached on different ways (${names}), and none of them has the topic ${topic}`;
  throw new LaunchError('NL_USAGE', message, { remedy: 'Name the way with --transport-url.' });
}

function findingOf({ source }: Evaluated, { name, own }: Layer, wrong: WrongSetting): Finding {
  const { key, found, expected, remedy } = wrong;
  const path =
    name !== undefined && Object.hasOwn(own, key) ? ['services', name, 'config', key] : ['config', key];
  return { source, path, at: 'value', message: `found ${found}`, expected, remedy };
}

function secretsOf({ interpolated }: Evaluated): string[] {
  return [...interpolated.values()].flatMap(({ secrets }) => secrets);
}
