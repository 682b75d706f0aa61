/** npm run generate: writes everything that follows from src/definition/schema.ts and settings.ts. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inputTypes } from './definition/input-types.js';
import { jsonSchema } from './definition/json-schema.js';
import { reference } from './definition/reference.js';
import { validator } from './definition/validator.js';

/** The generated files by their path in the repository; a test compares them with what is committed. */
export function generate(): Record<string, string> {
  const schema = jsonSchema();
  return {
    'services.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    'src/definition/generated/validator.ts': validator(schema),
    'src/definition/generated/input.ts': inputTypes(schema),
    'docs/reference.md': reference(schema),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of Object.entries(generate())) {
    writeFileSync(new URL(`../${path}`, import.meta.url), content);
    process.stdout.write(`${path}\n`);
  }
}
