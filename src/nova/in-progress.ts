import type { Around } from '../messaging/index.js';
import { BaseRpcApi } from './base-rpc-api.js';

/** One RPC method that runs. */
export interface RunningMethod {
  readonly method: string;
  /** uuids of the instances that it is about. */
  readonly instances: readonly string[];
  readonly requestId: string | undefined;
  readonly since: Date;
}

/**
 * Which methods of the manager and of its additional endpoints run, for the log of a drain. Those of baseapi are not worth
 * a word. Counterpart of what Nova's graceful shutdown tracks.
 */
export class InProgress {
  readonly #running = new Set<RunningMethod>();

  get methods(): readonly RunningMethod[] {
    return [...this.#running];
  }

  readonly around: Around = async ({ endpoint, method, context, args }, run) => {
    if (endpoint instanceof BaseRpcApi) return run();
    const { request_id: requestId } = (context ?? {}) as { request_id?: string };
    const entry = { method, instances: instancesIn(args), requestId, since: new Date() };
    this.#running.add(entry);
    try {
      return await run();
    } finally {
      this.#running.delete(entry);
    }
  };
}

/** Arguments that are an instance, a list of them, or something that was made for one. */
const ABOUT_ONE = ['instance', 'instances', 'build_requests', 'request_spec', 'request_specs'];
const UUIDS = ['instance_uuid', 'instance_uuids'];

function instancesIn(args: Readonly<Record<string, unknown>>): string[] {
  const things = ABOUT_ONE.flatMap((name) => membersOf(args[name]));
  const uuids = [...things.map(uuidOf), ...UUIDS.flatMap((name) => membersOf(args[name]))];
  return [...new Set(uuids.filter((uuid) => typeof uuid === 'string'))];
}

/** Of an array or of a list object. */
function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const objects = read(value, 'objects');
  return Array.isArray(objects) ? objects : [value];
}

const uuidOf = (thing: unknown) => read(thing, 'instance_uuid') ?? read(thing, 'uuid');

/** A NovaObject throws for a field that is not set. */
function read(thing: unknown, field: string): unknown {
  if (typeof thing !== 'object' || thing === null) return undefined;
  try {
    return (thing as Record<string, unknown>)[field];
  } catch {
    return undefined;
  }
}
