import type { Definition, ServiceDefinition } from '../definition/types.js';

/** The definition that runs, and beside it, during a rollout, the one that may take its place. */
export class Generations {
  #accepted: Definition;
  #candidate: { readonly definition: Definition; readonly generation: number } | undefined;

  constructor(definition: Definition) {
    this.#accepted = definition;
  }

  get accepted(): Definition {
    return this.#accepted;
  }

  /** What the next rollout is to bring. */
  offer(definition: Definition, generation: number): void {
    this.#candidate = { definition, generation };
  }

  accept(): void {
    this.#accepted = this.#candidate!.definition;
    this.#candidate = undefined;
  }

  /** From which definition a worker of that generation is made. */
  serviceOf(name: string, generation: number): ServiceDefinition | undefined {
    return this.definitionOf(generation).services.find((service) => service.name === name);
  }

  definitionOf(generation: number): Definition {
    return this.#candidate?.generation === generation ? this.#candidate.definition : this.#accepted;
  }
}
