import {
  MessagingException,
  MessagingTimeout,
  NoSuchMethod,
  type PythonIdentity,
  RemoteError,
  type RemoteFailure,
  reason,
  UnsupportedVersion,
} from './errors.js';
import { parse, stringify } from './json.js';
import { kindOf } from './options.js';

/** Errors on the wire: a JSON text of class, module, message, traceback, args and kwargs. */

/** JavaScript's own errors, as what a Python caller knows. The last that fits. */
const BUILTINS: readonly (readonly [new (message?: string) => Error, string])[] = [
  [Error, 'Exception'],
  [TypeError, 'TypeError'],
  [RangeError, 'ValueError'],
  [URIError, 'ValueError'],
  [ReferenceError, 'NameError'],
  [SyntaxError, 'SyntaxError'],
];

/** A class that can be rebuilt from a failure: it is constructed with its args, and with kwargs as one object last. */
export type RemoteException = (new (
  // biome-ignore lint/suspicious/noExplicitAny: each class has parameters of its own.
  ...args: any[]
) => Error) & { readonly python: PythonIdentity };

const registered = new Map<string, new (...args: never[]) => Error>();
const keyOf = (module: string, name: string) => `${module === 'exceptions' ? 'builtins' : module}.${name}`;

/**
 * Makes `Class` what a failure of its `static python = { module, class }` comes back as, where the transport allows the
 * module (allowedRemoteExmods). Throws TypeError for a class without that identity.
 */
export function registerRemoteException(Class: RemoteException): void {
  if (typeof Class !== 'function')
    throw new TypeError(`registerRemoteException() takes a class, not ${kindOf(Class)}.`);
  const { module, class: name } = Class.python ?? {};
  if (typeof module !== 'string' || typeof name !== 'string')
    throw new TypeError(
      `${Class.name} has no Python identity; expected static python = { module: 'nova.exception', class: '${Class.name}' }.`,
    );
  registered.set(keyOf(module, name), Class);
}

registered.set('builtins.TypeError', TypeError);
registered.set('builtins.ValueError', RangeError);
for (const Class of [MessagingException, MessagingTimeout, NoSuchMethod, UnsupportedVersion])
  registered.set(keyOf(Class.python.module, Class.python.class), Class);

/** oslo's dispatcher gives its errors their texts as args, and not what they are constructed with. */
const TEXTS: readonly (readonly [unknown, RegExp])[] = [
  [NoSuchMethod, /^Endpoint does not support RPC method (.*)$/s],
  [UnsupportedVersion, /^Endpoint does not support RPC version (.*)\. Attempted method: (.*)$/s],
];

/** The JSON text that a reply carries of `error`. Never throws: what cannot be told of it is left out. */
export function serializeFailure(error: unknown): string {
  try {
    return describe(error);
  } catch {
    // An object that does not want to be looked at.
    const message = reason(error);
    return stringify({
      class: 'Exception',
      module: 'builtins',
      message,
      tb: [],
      args: [message],
      kwargs: {},
    });
  }
}

function describe(error: unknown): string {
  const { module, class: name } = identityOf(error);
  const message = error instanceof Error ? String(error.message) : print(error);
  const { args, kwargs } = (error ?? {}) as { args?: unknown; kwargs?: unknown };
  const failure = {
    class: name,
    module,
    message,
    tb: traceback(error),
    args: Array.isArray(args) ? args : [message],
    kwargs: typeof kwargs === 'object' && kwargs !== null ? kwargs : {},
  };
  try {
    return stringify(failure, 'failure');
  } catch {
    return stringify({ ...failure, args: [message], kwargs: {} });
  }
}

/** The error that a failure is here: its registered class if the module is allowed, else RemoteError. */
export function deserializeFailure(text: string, allowedRemoteExmods: readonly string[]): Error {
  const failure = readFailure(text);
  const remote = new RemoteError(failure);
  const { module, class: name, args, kwargs } = failure;
  const builtin = module === 'builtins' || module === 'exceptions';
  const Class = registered.get(keyOf(module, withoutSuffix(name)));
  if (!Class || !(builtin || allowedRemoteExmods.includes(module))) return remote;
  try {
    const named = Object.keys(kwargs).length > 0 ? [kwargs] : [];
    const given = TEXTS.find(([known]) => known === Class)?.[1]
      .exec(failure.message)
      ?.slice(1);
    const error: Error = new (Class as new (...args: unknown[]) => Error)(...(given ?? args), ...named);
    // Who catches the class may still ask what the other side said.
    Object.defineProperty(error, 'cause', { value: remote, configurable: true, writable: true });
    return error;
  } catch {
    return remote;
  }
}

function identityOf(error: unknown): PythonIdentity {
  const Class = (error as { constructor?: { python?: unknown } } | null)?.constructor;
  const python = (Class as { python?: Partial<PythonIdentity> } | undefined)?.python;
  if (typeof python?.module === 'string' && typeof python.class === 'string')
    return { module: python.module, class: withoutSuffix(python.class) };
  const name = Class?.constructor === Function ? (Class as { name?: string }).name : undefined;
  const builtin = BUILTINS.findLast(([known]) => error instanceof known);
  // A class of the application that has no counterpart is told by its own name.
  if (!builtin || (name !== undefined && !isBuiltin(Class) && name !== ''))
    return { module: 'javascript', class: name ?? typeof error };
  return { module: 'builtins', class: builtin[1] };
}

function isBuiltin(Class: unknown): boolean {
  const name = (Class as { name?: string }).name ?? '';
  return (
    (globalThis as Record<string, unknown>)[name] === Class || BUILTINS.some(([known]) => known.name === name)
  );
}

/** A class that came from a peer has this behind its name when the peer throws it on. */
function withoutSuffix(name: string): string {
  return name.endsWith('_Remote') ? name.slice(0, -'_Remote'.length) : name;
}

function traceback(error: unknown): string[] {
  const lines: string[] = [];
  let link = error;
  for (let depth = 0; link instanceof Error && depth < 5; depth++) {
    const text = link instanceof RemoteError ? `${link.stack}\n${link.traceback.join('')}` : link.stack;
    const stack = text ?? `${link.name}: ${link.message}`;
    lines.push(...`${depth === 0 ? '' : 'Caused by: '}${stack}`.split('\n').map((line) => `${line}\n`));
    link = link.cause;
  }
  return lines;
}

function readFailure(text: string): RemoteFailure {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    value = undefined;
  }
  const failure = (typeof value === 'object' && value !== null ? value : { message: text }) as Partial<
    Record<keyof RemoteFailure, unknown>
  >;
  const string = (part: unknown, otherwise: string) => (typeof part === 'string' ? part : otherwise);
  const { kwargs } = failure;
  const named = typeof kwargs === 'object' && kwargs !== null && !Array.isArray(kwargs);
  return {
    class: string(failure.class, 'unknown'),
    module: string(failure.module, 'unknown'),
    message: string(failure.message, ''),
    tb: Array.isArray(failure.tb) ? failure.tb.map((line) => print(line)) : [],
    args: Array.isArray(failure.args) ? failure.args : [],
    kwargs: named ? (kwargs as Record<string, unknown>) : {},
  };
}

function print(value: unknown): string {
  try {
    return typeof value === 'string' ? value : stringify(value);
  } catch {
    return reason(value);
  }
}
