import type { Dependencies } from './order.js';

/** Every cycle that a walk along `after` meets, each once, as a path that ends where it began: a, b, a. */
export function cycles(dependencies: Dependencies): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  for (const name of dependencies.keys()) walk(name, []);
  return found;

  function walk(name: string, path: readonly string[]): void {
    const start = path.indexOf(name);
    if (start !== -1) found.push([...path.slice(start), name]);
    if (start !== -1 || done.has(name)) return;
    for (const other of dependencies.get(name) ?? []) walk(other, [...path, name]);
    done.add(name);
  }
}
