import type { Node } from 'jsonc-parser';
import type { Source } from './source.js';

/** What stands for a value that JSON does not have; the evaluation finds it and faults it. */
export interface Foreign {
  readonly foreign: string;
}

/** An object in memory as if it had been read: everything behind this point is the same for both. */
export function objectSource(label: string, value: unknown, directory: string): Source {
  return { label, directory, tree: toNode(value, []), syntaxErrors: [] };
}

function toNode(value: unknown, ancestors: readonly unknown[]): Node {
  const at = { offset: 0, length: 0 };
  if (value === null) return { type: 'null', value, ...at };
  if (typeof value === 'string' || typeof value === 'boolean')
    return { type: typeof value as 'string' | 'boolean', value, ...at };
  if (typeof value === 'number' && Number.isFinite(value)) return { type: 'number', value, ...at };
  if (ancestors.includes(value)) return foreign('an object that contains itself');
  const inside = [...ancestors, value];
  if (Array.isArray(value))
    return { type: 'array', children: value.map((item) => toNode(item, inside)), ...at };
  if (!isPlainObject(value)) return foreign(describe(value));
  const children = Object.entries(value)
    // As JSON.stringify does; also what TypeScript's optional properties invite to write.
    .filter(([, item]) => item !== undefined)
    .map(([key, item]): Node => {
      const name: Node = { type: 'string', value: key, ...at };
      return { type: 'property', children: [name, toNode(item, inside)], ...at };
    });
  return { type: 'object', children, ...at };

  function foreign(what: string): Node {
    return { type: 'null', value: { foreign: what } satisfies Foreign, ...at };
  }
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  if (typeof value === 'object') return `an instance of ${value?.constructor?.name || 'a class'}`;
  return typeof value === 'function' ? 'a function' : String(value);
}
