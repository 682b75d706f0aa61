import type { Node } from 'jsonc-parser';
import { define } from '../service/options/values.js';
import type { Finding } from './faults.js';
import { type Interpolated, interpolate } from './interpolate.js';
import type { Foreign } from './object-source.js';
import { type Path, position, type Source } from './source.js';

/** Far more than anyone nests, far less than what the stack of a recursive function holds. */
const MAX_DEPTH = 100;

/** A document as values, its strings interpolated. */
export interface Evaluated {
  readonly source: Source;
  readonly value: unknown;
  /** Strings that held ${...}, by the JSON of their path. */
  readonly interpolated: ReadonlyMap<string, Interpolated>;
  /** Paths (as JSON) whose value means nothing yet: not interpolated, or not with success. */
  readonly unknown: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

export interface Rules {
  readonly env: NodeJS.ProcessEnv;
  /** Whether strings at and below a path are left as they are: a host need not have the secrets of what it does not run. */
  readonly leave?: (path: Path) => boolean;
}

/** Turns the tree into values; finds keys that occur twice, numbers that a double cannot hold and what is no JSON. */
export function evaluate(source: Source, { env, leave }: Rules): Evaluated {
  const interpolated = new Map<string, Interpolated>();
  const unknown = new Set<string>();
  const findings: Finding[] = [];
  const value = source.tree && visit(source.tree, [], false);
  return { source, value, interpolated, unknown, findings };

  function visit(node: Node, path: Path, left: boolean): unknown {
    const leaving = left || leave?.(path) === true;
    if (path.length > MAX_DEPTH) {
      report(path, node, `found more than ${MAX_DEPTH} levels`, 'fewer levels', 'Nest it less deeply.');
      return null;
    }
    switch (node.type) {
      case 'object':
        return object(node, path, leaving);
      case 'array':
        return (node.children ?? []).map((item, index) => visit(item, [...path, index], leaving));
      case 'string':
        return string(node, path, leaving);
      case 'number':
        return number(node, path);
      default:
        return other(node, path);
    }
  }

  function object(node: Node, path: Path, leaving: boolean): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const seen = new Map<string, Node>();
    for (const property of node.children ?? []) {
      const [key, item] = property.children ?? [];
      if (key === undefined || item === undefined) continue;
      const first = seen.get(key.value);
      if (first) duplicate([...path, key.value], first, key);
      seen.set(key.value, key);
      define(result, key.value, visit(item, [...path, key.value], leaving));
    }
    return result;
  }

  function string(node: Node, path: Path, leaving: boolean): string {
    const text: string = node.value;
    if (!text.includes('${')) return text;
    const key = JSON.stringify(path);
    if (leaving) {
      unknown.add(key);
      return text;
    }
    const result = interpolate(text, { env, directory: source.directory });
    interpolated.set(key, result);
    if (result.problems.length > 0) unknown.add(key);
    for (const problem of result.problems) findings.push({ source, path, at: node.offset, ...problem });
    return result.value;
  }

  function number(node: Node, path: Path): number {
    const text = source.text?.slice(node.offset, node.offset + node.length) ?? String(node.value);
    const exact =
      Number.isFinite(node.value) && (!/^-?\d+$/.test(text) || BigInt(text) === BigInt(node.value));
    if (!exact) {
      const remedy = 'Write a smaller number, or quote it if its digits matter.';
      report(path, node, `found ${text}`, 'a number that a double can hold exactly', remedy);
      unknown.add(JSON.stringify(path));
    }
    return node.value;
  }

  function other(node: Node, path: Path): unknown {
    const foreign = (node.value as Foreign | null)?.foreign;
    if (foreign === undefined) return node.value;
    unknown.add(JSON.stringify(path));
    report(
      path,
      node,
      `found ${foreign}`,
      'what JSON can hold',
      'Hand over data only: workers are processes of their own.',
    );
    return null;
  }

  function duplicate(path: Path, first: Node, second: Node): void {
    const { line } = position(source.text ?? '', first.offset);
    findings.push({
      source,
      path,
      at: second.offset,
      message: `found ${JSON.stringify(second.value)} a second time, the first is on line ${line}`,
      expected: 'every key once',
      remedy: 'Remove one of them; of two keys JSON would silently take the last.',
    });
  }

  function report(path: Path, node: Node, message: string, expected: string, remedy: string): void {
    // The node, not the path: of keys that occur twice the path only leads to one.
    findings.push({ source, path, at: node.offset, message, expected, remedy });
  }
}
