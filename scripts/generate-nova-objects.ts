/** npm run generate: writes src/nova/objects/generated from scripts/nova/objects.json, Nova's objects of one release. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Catalogue {
  readonly release: string;
  /** The values of each enumeration. */
  readonly enumerations: Readonly<Record<string, readonly string[]>>;
  readonly objects: Readonly<Record<string, NovaClass>>;
}

interface NovaClass {
  readonly version: string;
  /** The object that it may stand for. */
  readonly extends?: string;
  /** `Type`, then `?` if it may be null, `!` if it is set once, `@` with the version that brought it, `=` with its default as JSON. */
  readonly fields: Readonly<Record<string, string>>;
}

const { release, enumerations, objects }: Catalogue = JSON.parse(
  readFileSync(new URL('nova/objects.json', import.meta.url), 'utf8'),
);

/** What a value of a type of Nova is in TypeScript; the rest are strings. */
const PLAIN: Readonly<Record<string, string>> = {
  Boolean: 'boolean',
  FlexibleBoolean: 'boolean',
  Integer: 'number',
  Float: 'number',
  DateTime: 'Date',
  NetworkModel: 'NetworkInfo',
  NetworkVIFModel: 'Vif',
};

const HEAD = `// Written by npm run generate from scripts/nova/objects.json: the objects of Nova ${release}. Do not edit.\n`;

/** The generated files by their path in the repository; a test compares them with what is committed. */
export function generateNovaObjects(): Record<string, string> {
  return {
    'src/nova/objects/generated/catalogue.ts': catalogue(),
    'src/nova/objects/generated/objects.ts': classes(),
  };
}

/** One string for each object, which is read when it is first used: `version parent field:type …`. */
function catalogue(): string {
  const lines = Object.entries(objects).map(([name, object]) => {
    const fields = Object.entries(object.fields).map(([field, type]) => `${field}:${type}`);
    const words = [object.version, object.extends ?? '-', ...fields];
    const spaced = words.find((word) => /[\s']/.test(word));
    if (spaced !== undefined) throw new Error(`${name}: ${spaced} cannot stand in the catalogue.`);
    return `  ${name}: '${words.join(' ')}',\n`;
  });
  const values = Object.entries(enumerations).map(([name, all]) => `  ${name}: '${all.join(' ')}',\n`);
  return `${HEAD}
export const OBJECTS: Readonly<Record<string, string>> = {\n${lines.join('')}};

export const ENUMERATIONS: Readonly<Record<string, string>> = {\n${values.join('')}};\n`;
}

function classes(): string {
  const declarations = Object.entries(objects).map(([name, { fields }]) => {
    const members = Object.entries(fields).map(([field, spec]) => `  ${field}: ${typeScript(spec)};\n`);
    return `
export interface ${name}Fields {\n${members.join('')}}
export interface ${name} extends NovaObject<${name}Fields>, ${name}Fields {}
export const ${name} = /* @__PURE__ */ objectClass<${name}, ${name}Fields>('${name}');\n`;
  });
  const imports = [
    "import type { NetworkInfo, Vif } from '../field-types.js';",
    "import type { NovaObject } from '../nova-object.js';",
    "import { objectClass } from '../object-class.js';",
  ];
  const unions = Object.entries(enumerations).map(
    ([name, values]) => `export type ${name} = ${union(values)};\n`,
  );
  return `${HEAD}\n${imports.join('\n')}\n\n${unions.join('')}${declarations.join('')}`;
}

function typeScript(spec: string): string {
  const type = spec.replace(/[!@=].*$/s, '');
  if (type.endsWith('?')) return `${typeScript(type.slice(0, -1))} | null`;
  const [, container, element] = /^(List|Set|Dict)<(.*)>$/.exec(type) ?? [];
  if (container === undefined) {
    if (type in objects) return type;
    return type in enumerations ? type : (PLAIN[type] ?? 'string');
  }
  const inner = typeScript(element!);
  if (container === 'List') return /[ |]/.test(inner) ? `readonly (${inner})[]` : `readonly ${inner}[]`;
  return container === 'Set' ? `ReadonlySet<${inner}>` : `Readonly<Record<string, ${inner}>>`;
}

const union = (values: readonly string[]) =>
  [...new Set(values)].map((value) => `'${value.replace("'", "\\'")}'`).join(' | ');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of Object.entries(generateNovaObjects())) {
    writeFileSync(new URL(`../${path}`, import.meta.url), content);
    process.stdout.write(`${path}\n`);
  }
}
