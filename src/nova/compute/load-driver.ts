import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ComputeDriver } from './driver.js';

/** The methods that a driver must have; close() it may have. */
const METHODS: readonly Exclude<keyof ComputeDriver, 'close'>[] = [
  'init',
  'getAvailableResource',
  'listInstanceUuids',
  'info',
  'spawn',
  'destroy',
  'powerOn',
  'powerOff',
  'reboot',
  'checkCanLiveMigrateDestination',
  'cleanupLiveMigrationDestinationCheck',
  'checkCanLiveMigrateSource',
  'preLiveMigration',
  'liveMigration',
  'postLiveMigrationAtDestination',
  'cleanup',
  'rollbackLiveMigrationAtDestination',
];

/**
 * The driver of `compute.driver`: "stub", or a module (a path like ./driver.js from the working directory, or a package)
 * whose default export, or export ComputeDriver, is a class, a function that makes it, or the driver itself. Throws an
 * Error that names what is missing. nova.virt.driver.load_compute_driver.
 */
export async function loadDriver(name: string): Promise<ComputeDriver> {
  if (name === 'stub') return new (await import('./stub/driver.js')).StubDriver();
  const specifier = /^\.{0,2}\//.test(name) ? pathToFileURL(resolve(name)).href : name;
  const module = (await import(specifier)) as Record<string, unknown>;
  const found = module.ComputeDriver ?? module.default;
  const driver = await made(found, name);
  const missing = METHODS.filter((method) => typeof driver[method] !== 'function');
  if (missing.length > 0)
    throw new Error(`The driver of compute.driver, ${name}, has no ${missing.join(', no ')}.`);
  return driver as ComputeDriver;
}

async function made(found: unknown, name: string): Promise<Partial<ComputeDriver>> {
  if (typeof found === 'object' && found !== null) return found as Partial<ComputeDriver>;
  if (typeof found !== 'function')
    throw new Error(
      `The module of compute.driver, ${name}, exports no driver: no default, no ComputeDriver.`,
    );
  const isClass = /^class\b/.test(Function.prototype.toString.call(found));
  const driver = isClass ? new (found as new () => unknown)() : await (found as () => unknown)();
  if (typeof driver === 'object' && driver !== null) return driver as Partial<ComputeDriver>;
  throw new Error(`What the module of compute.driver, ${name}, exports makes no driver.`);
}
