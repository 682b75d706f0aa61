import type { Definition, ServiceDefinition } from '../definition/types.js';
import { LaunchError } from '../errors.js';
import type { Names } from '../supervisor/types.js';
import type { Kept } from './judge.js';

/** What the next rollout is to bring. */
interface Candidate {
  readonly definition: Definition;
  readonly generation: number;
  /** What it cannot change in workers that stay. */
  readonly kept: readonly Kept[];
}

/** The definition that runs, and beside it, during a rollout, the one that may take its place. */
export class Generations {
  #accepted: Definition;
  #candidate: Candidate | undefined;

  constructor(definition: Definition) {
    this.#accepted = definition;
  }

  get accepted(): Definition {
    return this.#accepted;
  }

  offer(candidate: Candidate): void {
    this.#candidate = candidate;
  }

  /** Returns what it cannot change in workers that stay. */
  accept(): readonly Kept[] {
    const { definition, kept } = this.#candidate!;
    this.#accepted = definition;
    this.#candidate = undefined;
    return kept;
  }

  /** From which definition a worker of that generation is made. */
  serviceOf(name: string, generation: number): ServiceDefinition | undefined {
    return this.definitionOf(generation).services.find((service) => service.name === name);
  }

  definitionOf(generation: number): Definition {
    return this.#candidate?.generation === generation ? this.#candidate.definition : this.#accepted;
  }
}

/**
 * What was read, where only some services are asked for: of the others, what is accepted stays.
 * Throws LaunchError NL_RELOAD_REFUSED where neither definition has one that is asked for.
 */
export function compose(accepted: Definition, read: Definition, reload: Names, restart: Names): Definition {
  const known = [...accepted.services, ...read.services].map(({ name }) => name);
  const unknown = [...(reload ?? []), ...(restart ?? [])].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new LaunchError(
      'NL_RELOAD_REFUSED',
      `there is no service ${unknown} (${accepted.services.map(({ name }) => name).join(', ')})`,
    );
  }
  if (reload === null) return read;
  const chosen = ({ name }: ServiceDefinition) => reload.includes(name);
  const stays = accepted.services.filter((service) => !chosen(service));
  const fresh = read.services.filter(chosen);
  const services = [...stays, ...fresh];
  const place = ({ name }: ServiceDefinition) => known.indexOf(name);
  return Object.freeze({ ...read, services: services.sort((one, other) => place(one) - place(other)) });
}
