import { LaunchError } from '../../errors.js';
import type { OptionFault } from '../options/declared.js';
import { type Rules, show } from '../options/rules.js';
import { dotted } from '../options/values.js';
import { suggest } from '../suggest.js';
import { CODE_RULES, DEFAULTS, RULES, type Settings, TLS_VERSIONS, type TlsSettings } from './settings.js';

/** Where settings come from; the path is that of the place, like ["config", "http"]. */
export interface Layer {
  readonly place: readonly string[];
  readonly given: unknown;
  readonly rules: Rules;
}

export interface Fault {
  readonly path: readonly string[];
  readonly at: 'key' | 'value';
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

type Values = Record<string, unknown>;

/** How an address may be given; a layer has one of them at most. */
const ADDRESSES: readonly (readonly string[])[] = [
  ['host', 'port', 'ipv6Only'],
  ['socketFile', 'socketMode'],
  ['systemd'],
];

/** The settings of an HttpService: what the code fixes, then what the config says, then the defaults of the code. */
export function readSettings(
  config: unknown,
  options: object = {},
  defaults: object = {},
): { readonly settings: Settings; readonly faults: readonly Fault[] } {
  return settle([
    { place: ['defaults'], given: defaults, rules: CODE_RULES },
    { place: ['config', 'http'], given: config, rules: RULES },
    { place: ['options'], given: options, rules: CODE_RULES },
  ]);
}

/** What is wrong with config.http, for nova-launch check; the code is not known there. */
export function configFaults(config: unknown): OptionFault[] {
  const { faults } = settle([{ place: ['http'], given: config, rules: RULES }]);
  return faults.map(({ path, at, found, expected, remedy }) => ({
    path,
    at,
    message: `found ${found}`,
    expected,
    remedy,
  }));
}

/** All that is wrong, one line each. */
export function settingsError(service: string, faults: readonly Fault[]): LaunchError {
  const lines = faults.map(
    ({ path, found, expected, remedy }) =>
      `${dotted(path)} of the service ${service}: found ${found}; expected ${expected}. Remedy: ${remedy}`,
  );
  return new LaunchError('NL_BAD_VALUE', lines.join('\n'), {
    remedy: 'Correct the values that the message names, in the config or in the code that passes them.',
  });
}

function settle(layers: readonly Layer[]): { settings: Settings; faults: Fault[] } {
  const faults: Fault[] = [];
  const values: Values = {};
  /** Of each setting, the place that has given it. */
  const places = new Map<string, readonly string[]>();
  for (const { place, given, rules } of layers) {
    const read = readGroup(given ?? {}, rules, place);
    faults.push(...read.faults);
    const says = (key: string) => read.values[key] !== undefined && read.values[key] !== false;
    const kinds = ADDRESSES.filter((keys) => keys.some(says));
    if (kinds.length > 1) {
      const keys = kinds.map((kind) => kind.find(says)!);
      faults.push(fault([...place, keys[1]!], `${keys.join(' and ')}`, 'one of them'));
    }
    // An address of another kind takes the place of the one before.
    if (kinds.length > 0)
      for (const key of ADDRESSES.flat()) if (!kinds[0]!.includes(key)) delete values[key];
    Object.assign(values, read.values);
    for (const key of Object.keys(read.values)) places.set(key, place);
  }
  const settings = { ...DEFAULTS, ...values } as Settings;
  const { requestTimeout, headersTimeout = requestTimeout ? Math.min(60, requestTimeout) : 60 } = settings;
  const whole = { ...settings, headersTimeout };
  const at = (key: string) => [...(places.get(key) ?? layers[0]!.place), key];
  return { settings: whole, faults: [...faults, ...contradictions(whole, at)] };
}

const fault = (
  path: readonly string[],
  found: string,
  expected: string,
  at: Fault['at'] = 'value',
  remedy = 'Correct it.',
): Fault => ({ path, at, found, expected, remedy });

function readGroup(
  given: unknown,
  rules: Rules,
  place: readonly string[],
): { values: Values; faults: Fault[] } {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { values: {}, faults: [fault(place, show(given), 'an object with settings of HTTP')] };
  const values: Values = {};
  const faults: Fault[] = [];
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    const path = [...place, key];
    if (!rule) {
      const meant = suggest(key, Object.keys(rules));
      const remedy = meant ? `Did you mean ${JSON.stringify(meant)}?` : 'Remove it.';
      const known = `one of ${Object.keys(rules).join(', ')}`;
      faults.push(fault(path, `the unknown setting ${JSON.stringify(key)}`, known, 'key', remedy));
      continue;
    }
    const read = rule.read(value);
    if (read === undefined) faults.push(fault(path, show(value), rule.expected));
    else if (rule.group && read !== false) {
      const inner = readGroup(read, rule.group, path);
      faults.push(...inner.faults);
      values[key] = inner.values;
    } else values[key] = read;
  }
  return { values, faults };
}

/** Settings that are right each, but not together. */
function contradictions(settings: Settings, at: (key: string) => string[]): Fault[] {
  const { headersTimeout, requestTimeout, socketFile, socketMode, tls } = settings;
  const faults: Fault[] = [];
  if (requestTimeout > 0 && headersTimeout > requestTimeout) {
    const limit = `at most the requestTimeout, ${requestTimeout}`;
    faults.push(fault(at('headersTimeout'), String(headersTimeout), limit));
  }
  if (socketMode !== undefined && socketFile === undefined)
    faults.push(
      fault(at('socketMode'), 'a mode without a socketFile', 'both', 'value', 'Add the socketFile.'),
    );
  if (tls) faults.push(...tlsContradictions(tls, at('tls')));
  return faults;
}

function tlsContradictions(tls: Partial<TlsSettings>, place: string[]): Fault[] {
  const faults: Fault[] = [];
  for (const key of ['certFile', 'keyFile'] as const) {
    if (tls[key] === undefined)
      faults.push(fault([...place, key], 'nothing', 'a file in PEM', 'key', 'Add it.'));
  }
  const { caFile, clientCertificates, minVersion, maxVersion } = tls;
  if (clientCertificates && clientCertificates !== 'none' && !caFile) {
    const remedy = 'Add the file with whose certificates clients may have.';
    faults.push(fault([...place, 'caFile'], 'nothing', 'a file in PEM', 'key', remedy));
  }
  if (minVersion && maxVersion && TLS_VERSIONS.indexOf(minVersion) > TLS_VERSIONS.indexOf(maxVersion))
    faults.push(fault([...place, 'minVersion'], minVersion, `at most the maxVersion, ${maxVersion}`));
  return faults;
}
