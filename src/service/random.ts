/**
 * A number around `mean`, as many of them are normally distributed. `random` gives numbers of at least 0 and below 1.
 * random.gauss of Python.
 */
export function gauss(mean: number, deviation: number, random: () => number): number {
  // Box and Muller's way; 1 - random() is never 0.
  const distance = Math.sqrt(-2 * Math.log(1 - random()));
  return mean + deviation * distance * Math.cos(2 * Math.PI * random());
}
