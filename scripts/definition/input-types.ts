import type { JsonSchema } from './json-schema.js';

/** The types of what users write, without zod: the package's declarations must not need a development dependency. */
export function inputTypes(schema: JsonSchema): string {
  const service = schema.properties?.services?.additionalProperties as JsonSchema;
  return [
    '// Generated from ../schema.ts by `npm run generate`; do not edit.',
    '',
    '/** What a user writes for one service. */',
    `export interface ServiceInput ${typeOf(service, '')}`,
    '',
    '/** What a user writes. */',
    `export interface DefinitionInput ${typeOf(schema, '').replace(typeOf(service, '  '), 'ServiceInput')}`,
    '',
  ].join('\n');
}

function typeOf(schema: JsonSchema, indent: string): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((option) => typeOf(option, indent)).join(' | ');
  if (schema.type === 'integer') return 'number';
  if (schema.type === 'array') return `${typeOf(schema.items ?? {}, indent)}[]`;
  if (schema.type !== 'object') return schema.type ?? 'unknown';
  if (!schema.properties) {
    return `Record<string, ${typeOf((schema.additionalProperties as JsonSchema) ?? {}, indent)}>`;
  }
  const members = Object.entries(schema.properties).map(([name, member]) => {
    const note = [member.description, defaultNote(member)].filter(Boolean).join(' ');
    return `${indent}  /** ${note} */\n${indent}  ${name}?: ${typeOf(member, `${indent}  `)} | undefined;\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

function defaultNote(schema: JsonSchema): string {
  return schema.default === undefined ? '' : `Default: ${JSON.stringify(schema.default)}.`;
}
