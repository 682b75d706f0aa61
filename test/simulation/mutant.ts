import type { World } from './choices.js';

/** A fault that the core could have, as a patch of its compiled text, and the sentence by which the search names it. */
export interface Mutant {
  readonly name: string;
  readonly patches: readonly { readonly file: string; readonly from: string; readonly to: string }[];
  readonly world: World;
  readonly caught: string;
}

export const mutant = (
  name: string,
  file: string,
  from: string,
  to: string,
  world: World,
  caught: string,
): Mutant => ({
  name,
  patches: [{ file, from, to }],
  world,
  caught,
});
