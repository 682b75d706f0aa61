// Taken before a test runner can put its own in their place.
const { setImmediate: nextTurn } = globalThis;

/** Lets everything happen that needs no time: promises, immediates and what they start, for some turns of the loop. */
export async function settle(turns = 5): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => nextTurn(resolve));
}
