import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, expectTypeOf, test } from 'vitest';
import { generate } from '../../scripts/generate-definition.js';
import type { DefinitionInput, ServiceInput } from '../../src/definition/generated/input.js';
import { validate } from '../../src/definition/generated/validator.js';
import type * as zod from '../../src/definition/schema.js';
import { definitionSchema } from '../../src/definition/schema.js';
import { MAX_SECONDS, SETTINGS } from '../../src/definition/settings.js';

const ROOT = join(import.meta.dirname, '../..');
const files = generate();

test.each(Object.keys(files))('%s is what the schema gives (else: npm run generate)', (path) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(files[path]);
});

test('the generated types are those of the schema', () => {
  expectTypeOf<DefinitionInput>().toEqualTypeOf<zod.DefinitionInput>();
  expectTypeOf<ServiceInput>().toEqualTypeOf<zod.ServiceInput>();
});

test('every setting says why its default is what it is', () => {
  const silent = Object.entries(SETTINGS).filter(
    ([, setting]) => 'default' in setting !== 'reason' in setting,
  );
  expect(silent).toEqual([]);
});

const shipped = JSON.parse(readFileSync(join(ROOT, 'services.schema.json'), 'utf8'));
const ajv = new Ajv({ strict: false, validateFormats: false }).compile(shipped);

/** What the three make of a document: zod, the shipped schema, the generated validator. */
function verdicts(document: unknown): boolean[] {
  const generated = (validate as unknown as (data: unknown) => boolean)(document);
  return [definitionSchema.safeParse(document).success, ajv(document), generated];
}

const VALUES = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  5,
  1024,
  1025,
  MAX_SECONDS,
  MAX_SECONDS + 1,
  1e300,
  '',
  'auto',
  'unlimited',
  'reload',
  'mutate',
  'none',
  '512M',
  '512MB',
  65535,
  65536,
  'rr',
  './a.js',
  'a\0b',
  'A=B',
  'a b',
  [],
  ['a'],
  ['a b'],
  [''],
  [1],
  ['a', 'a'],
  {},
  { a: 'x' },
  { a: 1 },
  { 'A=B': 'x' },
  { '': 'x' },
  { unknown: 1 },
];

test('zod, the shipped schema and the generated validator agree on every value in every place', () => {
  const counts = { accepted: 0, rejected: 0 };
  const agree = (document: unknown) => {
    const all = verdicts(document);
    expect([document, ...all]).toEqual([document, all[0], all[0], all[0]]);
    counts[all[0] ? 'accepted' : 'rejected']++;
  };
  for (const value of VALUES) {
    agree(value);
    for (const key of ['$schema', 'config', 'services', 'backdoor', 'report', 'unknown'])
      agree({ [key]: value });
    for (const key of ['directory', 'trigger', 'unknown']) agree({ report: { [key]: value } });
    for (const name of ['api', 'a.b-c_1', '_a', '-a', '.', '', 'ä', 'a b'])
      agree({ services: { [name]: value } });
    for (const path of [
      ...Object.keys(SETTINGS),
      'restart',
      'restart.backoff',
      'reload',
      'recycle',
      'recycle.maxMemory',
      'restart.unknown',
      'unknown',
    ]) {
      const settings = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
      agree({ services: { api: settings } });
    }
  }
  expect(counts.accepted).toBeGreaterThan(100);
  expect(counts.rejected).toBeGreaterThan(100);
});
