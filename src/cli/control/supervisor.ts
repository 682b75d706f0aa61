import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS, type ErrorCode, LaunchError } from '../../errors.js';
import { type AskOptions, ask, follow, NoAnswer, type Reply } from '../../operations/control/client.js';
import { controlPaths, knownSockets } from '../../operations/control/place.js';
import { listens } from '../../system/listens.js';
import type { Target } from '../control-commands.js';

/** Seconds within which the socket of one that was killed is gone, and between two looks at it. */
const LAST_WORDS = 0.5;
const PAUSE = 0.02;

/** Nobody listens there: another place may be the right one. */
const NOBODY = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'ENOTSOCK'];

/** A running supervisor, asked over its control socket. All that goes wrong is a LaunchError. */
export class Supervisor {
  readonly #paths: readonly string[];

  constructor(private readonly target: Target) {
    const { binary: binaries, ...rest } = target;
    this.#paths = controlPaths({ ...rest, binaries });
  }

  /** Throws LaunchError NL_NOT_RUNNING, NL_NO_ANSWER, and what the supervisor refuses it with. */
  async ask<Body>(method: 'GET' | 'POST', route: string, options: AskOptions = {}): Promise<Body> {
    const reply = await this.#somewhere((path) => ask(path, method, route, options));
    return bodyOf(reply) as Body;
  }

  /** Takes the lines of a stream until it ends, or `signal` is aborted. Throws as ask() does. */
  async follow(
    method: 'GET' | 'POST',
    route: string,
    take: (line: string) => void,
    options: AskOptions & { readonly signal: AbortSignal },
  ): Promise<void> {
    try {
      const reply = await this.#somewhere((path) => follow(path, method, route, take, options));
      if (reply) bodyOf(reply);
    } catch (error) {
      if (!options.signal.aborted) throw error;
    }
  }

  async #somewhere<Result>(attempt: (path: string) => Promise<Result>): Promise<Result> {
    for (const path of this.#paths) {
      try {
        return await attempt(path);
      } catch (error) {
        if (!NOBODY.includes(codeOf(error))) throw await this.#explain(path, error);
      }
    }
    throw await this.#nobody();
  }

  async #explain(path: string, error: unknown): Promise<unknown> {
    if (error instanceof NoAnswer)
      return new LaunchError('NL_NO_ANSWER', `the supervisor at ${path} does not answer: ${error.message}`);
    switch (codeOf(error)) {
      case 'EACCES':
      case 'EPERM': {
        const remedy = 'Ask it as the user that runs it, or as root.';
        return new LaunchError('NL_NOT_RUNNING', `the control socket ${path} must not be opened`, { remedy });
      }
      case 'ECONNRESET':
      case 'EPIPE':
        if (await goesOn(path))
          return new LaunchError('NL_NO_ANSWER', `the supervisor at ${path} has ended the connection`);
        return new LaunchError('NL_NOT_RUNNING', `the supervisor at ${path} has ended`, {
          remedy: 'See its log.',
        });
      default:
        return error;
    }
  }

  async #nobody(): Promise<LaunchError> {
    const names = await this.#others();
    const others = names.length > 0 ? ` There run: ${names.join(', ')} (--name).` : '';
    return new LaunchError('NL_NOT_RUNNING', `no supervisor listens at ${this.#paths[0]}`, {
      remedy: `${ERRORS.NL_NOT_RUNNING.remedy}${others}`,
    });
  }

  /** The names of those that are there. One that was killed has left its socket. */
  async #others(): Promise<string[]> {
    const { binary: binaries, ...rest } = this.target;
    if (rest.control !== undefined) return [];
    const paths = knownSockets({ ...rest, binaries });
    const live = await Promise.all(paths.map(listens));
    const names = paths.filter((_, place) => live[place]).map((path) => basename(path, '.sock'));
    return [...new Set(names)].sort();
  }
}

/** Whether one that has cut a connection is there: the kernel closes what a killed one had open, piece by piece. */
async function goesOn(path: string): Promise<boolean> {
  for (let waited = 0; waited < LAST_WORDS; waited += PAUSE) {
    if (!(await listens(path))) return false;
    await sleep(PAUSE * 1000);
  }
  return true;
}

const codeOf = (error: unknown) => String((error as NodeJS.ErrnoException).code);

interface Refusal {
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly remedy: string };
}

function bodyOf({ status, body }: Reply): unknown {
  if (status < 400) return body;
  const { error } = body as Refusal;
  if (!error || !Object.hasOwn(ERRORS, error.code))
    throw new LaunchError('NL_NO_ANSWER', `the answer is none of a supervisor (${status})`);
  throw new LaunchError(error.code, error.message, { remedy: error.remedy });
}
