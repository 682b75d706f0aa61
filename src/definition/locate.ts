import { dotted } from '../service/options/values.js';
import { DefinitionError, type Fault, type Finding } from './faults.js';
import { maskText } from './mask.js';
import { findNode, position } from './source.js';

/** The error for what was found, in the order of the documents, without what was read from files. */
export function definitionError(findings: readonly Finding[], secrets: readonly string[]): DefinitionError {
  const faults = findings.map((finding) => toFault(finding, secrets));
  const files = [...new Set(faults.map(({ file }) => file))];
  faults.sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
  return new DefinitionError(faults);
}

function toFault(finding: Finding, secrets: readonly string[]): Fault {
  const { source, path, message, expected, remedy } = finding;
  return {
    file: source.label,
    path: dotted(path),
    ...(source.text === undefined ? {} : position(source.text, offsetOf(finding))),
    message: maskText(message, secrets),
    expected,
    remedy: maskText(remedy, secrets),
  };
}

function offsetOf({ source, path, at }: Finding): number {
  if (typeof at === 'number') return at;
  const node = findNode(source.tree, path);
  if (node) return at === 'key' ? (node.parent?.children?.[0]?.offset ?? node.offset) : node.offset;
  // What is missing has no place of its own; that which lacks it has.
  return path.length === 0 ? 0 : offsetOf({ ...({ source } as Finding), path: path.slice(0, -1), at });
}
