import { readFileSync } from 'node:fs';
import { SETTINGS, type Setting } from '../../src/definition/settings.js';
import type { JsonSchema } from './json-schema.js';

const PROSE = new URL('reference.prose.md', import.meta.url);

/** docs/reference.md: the prose beside this file, with the settings of the schema in its marked places. */
export function reference(schema: JsonSchema): string {
  const service = schema.properties?.services?.additionalProperties as JsonSchema;
  return readFileSync(PROSE, 'utf8')
    .replace('{{TOP}}', topLevel(schema))
    .replace('{{SETTINGS}}', [...settings(service, '')].join('\n'));
}

function topLevel(schema: JsonSchema): string {
  const rows = Object.entries(schema.properties ?? {}).map(
    ([name, { description }]) => `| \`${name}\` | ${description} |`,
  );
  return ['| Key | What it is |', '| --- | --- |', ...rows].join('\n');
}

function* settings(schema: JsonSchema, prefix: string): Generator<string> {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const path = prefix + name;
    if (member.properties) yield* settings(member, `${path}.`);
    else yield section(path, member);
  }
}

function section(path: string, schema: JsonSchema): string {
  const { expected, reason } = SETTINGS[path as keyof typeof SETTINGS] as Setting;
  const lines = [`### ${path}`, '', String(schema.description), '', `- Value: ${expected}.`];
  if (schema.default !== undefined) {
    lines.push(`- Default: \`${JSON.stringify(schema.default)}\`.`, `- Why: ${reason}`);
  } else {
    lines.push('- Default: none.');
  }
  return `${lines.join('\n')}\n`;
}
