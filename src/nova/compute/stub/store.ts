import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PowerState } from '../states.js';

/** What the stub hypervisor knows of an instance. */
export interface StubInstance {
  readonly uuid: string;
  readonly name: string;
  readonly state: PowerState;
  /** It is on its way here, and does not run here yet. */
  readonly incoming?: boolean;
}

/**
 * The instances of one host: a file for each, replaced as a whole, so that a process that is killed leaves the old one
 * or the new one, and two processes of a host, as in a reload, do not undo each other's work.
 */
export class StubStore {
  #written = 0;

  constructor(private readonly directory: string) {}

  async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
  }

  async get(uuid: string): Promise<StubInstance | undefined> {
    try {
      return JSON.parse(await readFile(this.#path(uuid), 'utf8')) as StubInstance;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async put(instance: StubInstance): Promise<void> {
    const path = this.#path(instance.uuid);
    const next = `${path}.${process.pid}.${++this.#written}.new`;
    await writeFile(next, `${JSON.stringify(instance)}\n`);
    await rename(next, path);
  }

  async remove(uuid: string): Promise<void> {
    await rm(this.#path(uuid), { force: true });
  }

  async list(): Promise<readonly string[]> {
    const names = await readdir(this.directory);
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  }

  #path(uuid: string): string {
    // It comes from the wire.
    if (!/^[\w-]+$/.test(uuid)) throw new TypeError(`The instance has ${JSON.stringify(uuid)} for a uuid.`);
    return join(this.directory, `${uuid}.json`);
  }
}
