import { expect, test } from 'vitest';
import { cycles } from '../../src/definition/cycles.js';
import { startOrder } from '../../src/definition/order.js';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

test('nothing starts before what it comes after, whatever the graph', () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; round < 200; round++) {
    const names = Array.from({ length: 8 }, (_, index) => `s${index}`);
    // Edges lead to lower numbers only, so there is no cycle; the order of the file is shuffled.
    const edges = names.map((name, index): [string, string[]] => [
      name,
      names.slice(0, index).filter(() => random() < 0.3),
    ]);
    const dependencies = new Map(edges.sort(() => random() - 0.5));
    const order = startOrder(dependencies);
    expect([...order].sort()).toEqual(names);
    for (const [name, after] of dependencies) {
      for (const other of after) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
    }
    expect(cycles(dependencies)).toEqual([]);
  }
});

test('ties stay in the given order', () => {
  expect(startOrder(graph({ a: ['c'], b: [], c: [], d: ['a'] }))).toEqual(['b', 'c', 'a', 'd']);
  expect(startOrder(graph({ b: [], a: ['unknown'] }))).toEqual(['b', 'a']);
});

test('a cycle is found from its first member on, and each once', () => {
  expect(cycles(graph({ x: ['a'], a: ['b'], b: ['a'] }))).toEqual([['a', 'b', 'a']]);
  expect(cycles(graph({ a: ['a', 'b'], b: ['c'], c: ['b'] }))).toEqual([
    ['a', 'a'],
    ['b', 'c', 'b'],
  ]);
  expect(startOrder(graph({ a: ['b'], b: ['a'] }))).toHaveLength(2);
});
