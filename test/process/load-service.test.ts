import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// test/service/load.test.ts has the same cases under vitest's module loader; here it is Node's.
it('loads CommonJS, transpiled and ES modules with the import() of Node itself', () => {
  const cases: [file: string, name: string | null, expected: string][] = [
    ['esm.mjs', null, 'Api'],
    ['esm.mjs', 'Other', 'Other'],
    ['esm.mjs', 'factory', 'by a factory'],
    ['esm.mjs', 'object', 'as it is'],
    ['esm.mjs', 'NoStart', 'NL_NOT_A_SERVICE'],
    ['esm.mjs', 'Throws', 'no port'],
    ['class.cjs', null, 'Api'],
    ['class.cjs', 'default', 'Api'],
    ['object.cjs', null, 'as it is'],
    ['factory.cjs', null, 'Object'],
    ['named.cjs', null, 'Api'],
    ['named.cjs', 'Api', 'Api'],
    ['transpiled.cjs', null, 'Api'],
    ['transpiled.cjs', 'default', 'Api'],
    ['transpiled.cjs', 'Named', 'Named'],
    ['only-named.mjs', null, 'Worker'],
    ['two.mjs', null, 'NL_NOT_A_SERVICE'],
    ['throws.mjs', null, 'bad module'],
  ];
  const script = join(import.meta.dirname, '../fixtures/load-services.mjs');
  const input = JSON.stringify(cases.map(([file, name]) => [file, name]));
  const output = execFileSync(process.execPath, [script, input], { encoding: 'utf8', timeout: 20_000 });
  expect(JSON.parse(output)).toEqual(cases.map(([, , expected]) => expected));
});
