import { pathToFileURL } from 'node:url';
import { LaunchError } from '../errors.js';
import { type Declared, declaredBy } from './options/declared.js';
import { type Constructor, describe, hasMethod, isClass, isService } from './shape.js';
import type { ServiceBase, ServiceContext } from './types.js';

/** Which service to load. */
export interface ServiceSpec {
  readonly name: string;
  /** Absolute path. */
  readonly module: string;
  /** Absent: `default`, else the only export that can be a service. */
  readonly export?: string;
}

type Exports = Readonly<Record<string, unknown>>;

/** A service that is found, but not made yet. */
export interface Found {
  readonly declared: Declared;
  /**
   * Of a class an instance, of a factory (sync or async) what it returns, an object as it is. Throws LaunchError
   * NL_NOT_A_SERVICE for what is none, and what the constructor or the factory throws unchanged.
   */
  make(context: ServiceContext<unknown>): Promise<ServiceBase>;
}

/**
 * Imports a module and finds the service that it exports. Throws LaunchError NL_NOT_A_SERVICE where there is none,
 * NL_BAD_VALUE for options that are none, and what the module throws unchanged.
 */
export async function findService(spec: ServiceSpec): Promise<Found> {
  const exports = exportsOf(await import(pathToFileURL(spec.module).href));
  const wanted = pick(spec, exports);
  return {
    declared: declaredBy(wanted, exports.options),
    async make(context) {
      const made = await make(wanted, context);
      if (!isService(made)) throw notAService(spec, exports, found(wanted, made));
      return made as ServiceBase;
    },
  };
}

/** The same for a class, a factory or an object that is at hand. */
export function givenService(given: unknown): Found {
  return {
    declared: declaredBy(given),
    async make(context) {
      const made = await make(given, context);
      if (isService(made)) return made as ServiceBase;
      throw new LaunchError('NL_NOT_A_SERVICE', `This is no service: ${found(given, made)}. ${NEEDED}`);
    },
  };
}

async function make(wanted: unknown, context: unknown): Promise<unknown> {
  if (isClass(wanted)) return new wanted(context);
  return typeof wanted === 'function' ? await wanted(context) : wanted;
}

/** Throws LaunchError NL_NOT_A_SERVICE for an object that is no service, as loadService() does. */
export function assertService(service: unknown): asserts service is ServiceBase {
  if (isService(service)) return;
  throw new LaunchError('NL_NOT_A_SERVICE', `This is no service: ${describe(service)}. ${NEEDED}`);
}

/** The exports of a module; those of CommonJS, also transpiled, as if it were an ES module. */
function exportsOf(namespace: Exports): Exports {
  const base = namespace.default;
  if ((typeof base !== 'object' && typeof base !== 'function') || base === null) return namespace;
  // Transpiled: module.exports = { __esModule: true, default, ... } arrives as the default export.
  if ((base as Exports).__esModule) return base as Exports;
  const { 'module.exports': _, ...named } = namespace;
  // What cjs-module-lexer did not see of module.exports = { A, B }.
  return typeof base === 'object' && !isService(base) ? { ...base, ...named } : named;
}

function pick(spec: ServiceSpec, exports: Exports): unknown {
  if (spec.export !== undefined) {
    if (spec.export in exports) return exports[spec.export];
    const member = (exports.default as Exports | undefined)?.[spec.export];
    if (member !== undefined) return member;
    throw notAService(spec, exports, 'nothing of that name');
  }
  const base = exports.default;
  if (typeof base === 'function' || isService(base)) return base;
  const named = Object.entries(exports).filter(([name]) => name !== 'default' && name !== '__esModule');
  const sure = named.filter(
    ([, value]) => isService(value) || hasMethod((value as Constructor)?.prototype, 'start'),
  );
  const candidates = sure.length > 0 ? sure : named.filter(([, value]) => typeof value === 'function');
  if (candidates.length === 1) return candidates[0]![1];
  if (candidates.length === 0) throw notAService(spec, exports, describe(base));
  const several = candidates.map(([name]) => name).join(', ');
  throw notAService(spec, exports, `several that can be a service (${several}): name one with "export"`);
}

function found(wanted: unknown, made: unknown): string {
  if (wanted === made || isClass(wanted)) return describe(made);
  return `${describe(wanted)}, which returned ${describe(made)}`;
}

const NEEDED =
  'Needed is a class, a factory or an object with a start() method; stop(), wait(), reset() and health() may be left out.';

function notAService(spec: ServiceSpec, exports: Exports, what: string): LaunchError {
  const looked =
    spec.export === undefined
      ? 'the default export or the only one that can be a service'
      : `the export "${spec.export}"`;
  const names = Object.keys(exports).sort().join(', ') || 'nothing';
  return new LaunchError(
    'NL_NOT_A_SERVICE',
    `The module ${spec.module} of the service "${spec.name}" exports no service. Looked for: ${looked}; ` +
      `found: ${what}. It exports: ${names}. ${NEEDED}`,
  );
}
