/** The same numbers for the same seed. */
export function randomFrom(seed: number) {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return { below, pick: <Item>(items: readonly Item[]): Item => items[below(items.length)]! };
}
