import { LaunchError } from '../errors.js';
import { isObject, merge } from './merge.js';
import { MAX_WORKERS } from './settings.js';

type Values = Record<string, unknown>;

const CONFIGURATION = { configuration: { 'camel-case-expansion': false } };

/** @throws {LaunchError} NL_USAGE for what is no number of workers. */
export function checkWorkers(workers: unknown): number | 'auto' | undefined {
  const valid = Number.isInteger(workers) && (workers as number) >= 1 && (workers as number) <= MAX_WORKERS;
  if (workers === undefined || workers === 'auto' || valid) return workers as number | 'auto' | undefined;
  const message = `--workers ${String(workers)} is no number of workers: expected a positive integer or "auto" (at most ${MAX_WORKERS})`;
  throw new LaunchError('NL_USAGE', message, { remedy: 'Write --workers 4 or --workers auto.' });
}

/** --set group.key=value, one after another. @throws {LaunchError} NL_USAGE */
export async function parseSet(settings: readonly string[]): Promise<Values> {
  if (settings.length === 0) return {};
  const typed = await typing();
  return settings
    .map((setting) => parseOne(setting, typed))
    .reduce<Values>((all, one) => merge(all, one), {});
}

function parseOne(setting: string, typed: (text: string) => unknown): Values {
  const equals = setting.indexOf('=');
  const path = setting.slice(0, Math.max(equals, 0)).split('.');
  if (path.includes('')) {
    throw usage(`--set ${setting} is not of the form group.key=value`, 'Write --set listen.port=8080.');
  }
  const text = setting.slice(equals + 1);
  // A string in quotes is how one writes "007".
  const value = /^[[{"]/.test(text) ? parseJson(text, setting) : typed(text);
  return path.reduceRight<unknown>((inner, key) => nest(key, inner), value) as Values;
}

function parseJson(text: string, setting: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `--set ${setting} holds no valid JSON: ${(error as Error).message}`;
    throw usage(message, 'Correct the JSON, and mind the quotes of the shell.');
  }
}

/** Types as yargs-parser finds them, so that --set x=1 and -- --x=1 mean the same. */
async function typing(): Promise<(text: string) => unknown> {
  const parse = await yargsParser();
  return (text) => withBooleans(parse([`--value=${text}`], CONFIGURATION).value);
}

/** It takes 12 ms to load, which is paid by those who use it. */
async function yargsParser() {
  return (await import('yargs-parser')).default;
}

/** Computed keys are defined, not assigned: "__proto__" is a key like any other. */
function nest(key: string, value: unknown): Values {
  return { [key]: value };
}

/** The options after --: dotted names make groups, values get types. @throws {LaunchError} NL_USAGE */
export async function parseServiceOptions(args: readonly string[]): Promise<Values> {
  if (args.length === 0) return {};
  const names = args.filter((arg) => /^--./.test(arg)).map((arg) => arg.slice(2).replace(/=[\s\S]*/, ''));
  for (const name of names) checkName(name, names);
  const { _: positionals, ...values } = (await yargsParser())([...args], CONFIGURATION);
  const [first] = Array.isArray(positionals) ? positionals : [];
  if (first === undefined) return withBooleans(values) as Values;
  const remedy = `Write it as the value of an option (--name=${first}), or put options of nova-launch before the "--".`;
  throw usage(`${JSON.stringify(String(first))} after -- belongs to no option`, remedy);
}

function checkName(name: string, names: readonly string[]): void {
  const plain = name.replace(/^no-/, '');
  if (!/^\w[^.]*(\.[^.]+)*$/.test(plain) || plain === '_') {
    throw usage(`--${name} after -- is no name of an option`, 'Write names like --debug or --listen.port.');
  }
  const group = names.find((other) => other.startsWith(`${plain}.`));
  if (group === undefined) return;
  throw usage(
    `--${name} and --${group} cannot both be given: ${plain} is either a value or a group`,
    'Leave one of them out.',
  );
}

/** yargs-parser leaves --x=true a string, since it does not know what x is. */
function withBooleans(value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  if (Array.isArray(value)) return value.map(withBooleans);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withBooleans(item)]));
}

function usage(message: string, remedy: string): LaunchError {
  return new LaunchError('NL_USAGE', message, { remedy });
}
