import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServiceDefinition } from '../definition/types.js';
import type { ServiceSpec } from '../service/load.js';
import type { OptionFault } from '../service/options/declared.js';

export interface Inspection {
  readonly spec: ServiceSpec;
  readonly config: ServiceDefinition['config'];
  readonly sharedKeys: readonly string[];
  /** Whether the schema is wanted. */
  readonly print: boolean;
}

export type Inspected =
  | {
      /** Whether the service declares options. */
      readonly declared: boolean;
      readonly faults: readonly OptionFault[];
      /** A JSON Schema. */
      readonly schema?: object;
    }
  /** Why the module could not be loaded. */
  | { readonly failed: string };

const ENTRY = fileURLToPath(new URL('./options-entry.js', import.meta.url));

/** Seconds that a module may take to load. */
const LOADING = 15;

/**
 * What options a service declares, and what is wrong with its config. Its module is loaded, as a worker would, in a
 * process of its own that ends then; nothing of it is started. Never rejects.
 */
export function inspectOptions(service: ServiceDefinition, { print = false } = {}): Promise<Inspected> {
  const { name, module, config, sharedKeys, env, nodeArgs } = service;
  const spec = { name, module, ...(service.export !== undefined && { export: service.export }) };
  return new Promise((resolve) => {
    const child = fork(ENTRY, [], {
      env: { ...process.env, ...env },
      execArgv: [...nodeArgs],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const failed = (why: string) => resolve({ failed: why });
    const late = setTimeout(() => child.kill('SIGKILL'), LOADING * 1000);
    child.once('message', (inspected) => resolve(inspected as Inspected));
    child.once('error', ({ message }) => failed(message));
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      failed(signal ? `it was not loaded within ${LOADING} s` : `it exited with code ${code} when loaded`);
    });
    child.send({ spec, config, sharedKeys, print } satisfies Inspection, () => {});
  });
}
