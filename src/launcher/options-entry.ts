import { findService } from '../service/load.js';
import { checkOptions } from '../service/options/check.js';
import type { Declared } from '../service/options/declared.js';
import type { OptionSchema } from '../service/options/schema.js';
import type { Inspected, Inspection } from './inspect-options.js';

/** What runs in the process of inspectOptions(): loads the module of a service, and no more of it. */

process.once('message', async (inspection: Inspection) => {
  const inspected = await inspect(inspection).catch((error: unknown): Inspected => {
    return { failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  });
  process.send!(inspected, () => process.exit());
});

async function inspect({ spec, config, sharedKeys, print }: Inspection): Promise<Inspected> {
  const { declared } = await findService(spec);
  const { faults } = await checkOptions(declared, config, sharedKeys);
  const schema = print ? await describe(declared) : undefined;
  return { declared: declared.schema !== undefined, faults, ...(schema && { schema }) };
}

/** What a service declares itself, and what its base class reads beside that. */
async function describe({ schema, describeConfig }: Declared): Promise<object | undefined> {
  const base = describeConfig?.() as Described | undefined;
  if (!schema) return base;
  const own = (await jsonSchema(schema)) as Described;
  return base ? { ...own, properties: { ...base.properties, ...own.properties } } : own;
}

interface Described {
  readonly properties?: object;
}

async function jsonSchema(schema: OptionSchema): Promise<object> {
  const { z } = await import('zod');
  return z.toJSONSchema(schema as unknown as Parameters<typeof z.toJSONSchema>[0], {
    io: 'input',
    unrepresentable: 'any',
    // zod leaves unknown keys out; here they are faults.
    override: ({ jsonSchema: part }) => {
      if (part.type === 'object' && part.properties) part.additionalProperties ??= false;
    },
  });
}
