import type { Evaluated } from './evaluate.js';
import type { Finding } from './faults.js';
import { validate } from './generated/validator.js';
import type { Path } from './source.js';

/** An error as ajv reports it, without the parts that only prose is made of. */
export interface SchemaError {
  /** A JSON pointer. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Record<string, unknown>;
}

const check = validate as unknown as { (data: unknown): boolean; errors?: readonly SchemaError[] | null };

/** Where in its source a part of the document stands; they differ for what a package.json declares. */
export type Placing = (path: Path) => Path;

/** Holds a document against the schema. */
export async function validateSchema(
  evaluated: Evaluated,
  document: unknown,
  place: Placing = (path) => path,
): Promise<Finding[]> {
  if (check(document)) return [];
  const errors = check.errors ?? [];
  const { schemaFindings } = await import('./schema-findings.js');
  return schemaFindings(evaluated, errors, document, place);
}
