import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { JsonSchema } from './json-schema.js';

/** The validator as a module that needs nothing: neither ajv nor zod is loaded when a definition is. */
export function validator(schema: JsonSchema): string {
  const ajv = new Ajv({ allErrors: true, messages: false, code: { source: true, esm: true, lines: true } });
  ajv.addVocabulary(['allowComments', 'allowTrailingCommas']);
  const source = standalone.default(ajv, ajv.compile(withoutNotes(schema)));
  if (/\b(require|import)\b/.test(source)) {
    throw new Error(
      'The validator needs a part of ajv at run time: avoid that keyword (minLength, uniqueItems, const object)',
    );
  }
  return [
    '// @ts-nocheck',
    '// Generated from ../schema.ts by `npm run generate`; do not edit.',
    source.trim(),
    '',
  ].join('\n');
}

/** The validator carries its schema along; it does not need the prose. */
function withoutNotes<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNotes) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, item]) => !(key === 'default' || (typeof item === 'string' && /^(description|title)$/.test(key))),
  );
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNotes(item)])) as T;
}
