import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Node, ParseError } from 'jsonc-parser';

// Start-up is measured: the parser alone loads in 2.5 ms, all of the library in 5, through import in 15 (Node.js then
// loads the CommonJS build, too, and lexes it first). The version is pinned, and a test would see the path go.
const { parseTree } = createRequire(import.meta.url)(
  'jsonc-parser/lib/umd/impl/parser.js',
) as typeof import('jsonc-parser');

export type Path = readonly (string | number)[];

/** A document with settings: a definition, or the package.json that declares a binary. */
export interface Source {
  /** As it is named in faults. */
  readonly label: string;
  /** Absolute path; absent for a definition that was handed over as an object. */
  readonly file?: string;
  /** Where relative paths in it start. */
  readonly directory: string;
  /** Absent for an object. */
  readonly text?: string;
  readonly tree: Node | undefined;
  readonly syntaxErrors: readonly ParseError[];
}

/** @throws {RangeError} if it is nested so deeply that the parser runs out of stack. */
export function parseSource(label: string, file: string, text: string): Source {
  const syntaxErrors: ParseError[] = [];
  const tree = parseTree(text, syntaxErrors, { allowTrailingComma: true, disallowComments: false });
  return { label, file, directory: dirname(file), text, tree, syntaxErrors };
}

/** The property or item at a path. Of keys that occur twice the last one counts, as in JSON.parse. */
export function findNode(tree: Node | undefined, path: Path): Node | undefined {
  let node = tree;
  for (const key of path) node = node && child(node, key);
  return node;
}

function child(node: Node, key: string | number): Node | undefined {
  if (typeof key === 'number') return node.type === 'array' ? node.children?.[key] : undefined;
  if (node.type !== 'object') return undefined;
  return node.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1];
}

/** Line and column (both from 1) of an offset. */
export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split(/\r\n|\n|\r/).length;
  const column = offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
  return { line, column };
}
