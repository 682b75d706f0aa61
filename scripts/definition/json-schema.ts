import { z } from 'zod';
import { definitionSchema } from '../../src/definition/schema.js';

/** As much of JSON Schema as the definition uses. */
export interface JsonSchema {
  $id?: string;
  title?: string;
  description?: string;
  default?: unknown;
  type?: string;
  properties?: Record<string, JsonSchema>;
  propertyNames?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  [keyword: string]: unknown;
}

/** Draft 7: what every editor understands. */
export function jsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(definitionSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => dropWhatSaysNothing(jsonSchema as JsonSchema),
  }) as JsonSchema;
  return {
    $schema,
    $id: 'urn:nova-launch:services.schema.json',
    title: 'Services of nova-launch',
    // Not JSON Schema: Visual Studio Code then accepts what the loader accepts.
    allowComments: true,
    allowTrailingCommas: true,
    ...schema,
  };
}

function dropWhatSaysNothing(schema: JsonSchema): void {
  if (schema.propertyNames && Object.keys(schema.propertyNames).join() === 'type')
    delete schema.propertyNames;
  if (
    typeof schema.additionalProperties === 'object' &&
    Object.keys(schema.additionalProperties).length === 0
  ) {
    delete schema.additionalProperties;
  }
}
