import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceDefinition } from '../definition/types.js';
import type { Found, Slot } from '../supervisor/types.js';
import { monotonic } from './figures.js';
import type { Pulse } from './messages.js';

/** Bytes of a sign of life: when it was given, as a double. */
const SIZE = 8;

/** In memory, where that is to be had. */
const DIRECTORIES = ['/dev/shm', tmpdir()];

/**
 * The workers' signs of life, in a file without a name that all of them have open: a message would wake the supervisor up
 * each time; here it looks when it would have to act otherwise. Where there can be no file, they are messages.
 */
export class Pulses {
  #fd = openNameless();
  readonly #places = new Map<number, number>();
  readonly #heard = new Map<number, number>();
  readonly #free: number[] = [];
  #next = 0;

  /** Absent where there can be no file. */
  get fd(): number | undefined {
    return this.#fd;
  }

  /** Where the worker puts its signs of life; `fd` is what the file is called in its process. */
  pulseOf(worker: number, fd: number): Pulse | undefined {
    if (this.fd === undefined) return undefined;
    const at = this.#free.pop() ?? this.#next++ * SIZE;
    try {
      writeSync(this.fd, new Float64Array(1), 0, SIZE, at);
    } catch {
      this.#free.push(at);
      return undefined;
    }
    this.#places.set(worker, at);
    return { fd, at };
  }

  /** Seconds since the last sign of life, if it has not been heard yet and is no older than `within` seconds. */
  newsOf(worker: number, within: number): number | undefined {
    const at = this.#places.get(worker);
    if (this.fd === undefined || at === undefined) return undefined;
    const given = new Float64Array(1);
    readSync(this.fd, given, 0, SIZE, at);
    const [when] = given as unknown as [number];
    const age = Math.max(0, monotonic() - when);
    if (when === 0 || when === this.#heard.get(worker) || age >= within) return undefined;
    this.#heard.set(worker, when);
    return age;
  }

  /** The worker has ended. */
  forget(worker: number): void {
    const at = this.#places.get(worker);
    if (at !== undefined) this.#free.push(at);
    this.#places.delete(worker);
    this.#heard.delete(worker);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

/** What there is of all that are watched: the next look is then as far away as can be. */
export function lookForBeats(
  slots: readonly Pick<Slot, 'worker' | 'silentAt'>[],
  pulses: Pulses,
  serviceOf: (worker: number) => Pick<ServiceDefinition, 'watchdogTimeout'> | undefined,
): Found[] {
  return slots.flatMap(({ worker, silentAt }) => {
    if (worker === null || silentAt === null) return [];
    const age = pulses.newsOf(worker, serviceOf(worker)?.watchdogTimeout ?? 0);
    return age === undefined ? [] : [{ worker, age }];
  });
}

function openNameless(): number | undefined {
  for (const parent of DIRECTORIES) {
    let directory: string | undefined;
    try {
      directory = mkdtempSync(join(parent, 'nova-launch-'));
      return openSync(join(directory, 'pulses'), 'wx+', 0o600);
    } catch {
    } finally {
      if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
    }
  }
  return undefined;
}
