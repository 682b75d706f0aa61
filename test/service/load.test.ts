import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LaunchError } from '../../src/errors.js';
import { findService, givenService } from '../../src/service/load.js';
import type { ServiceBase, ServiceContext } from '../../src/service/types.js';

const FIXTURES = join(import.meta.dirname, '../fixtures/services');
const context = { name: 'api' } as ServiceContext;

const load = async (file: string, name?: string) => {
  const spec = { name: 'api', module: join(FIXTURES, file), ...(name && { export: name }) };
  return (await (await findService(spec)).make(context)) as ServiceBase & Record<string, unknown>;
};

async function refusal(file: string, name?: string): Promise<string> {
  const error = await load(file, name).catch((e) => e);
  expect(error).toBeInstanceOf(LaunchError);
  expect(error.code).toBe('NL_NOT_A_SERVICE');
  return error.message;
}

describe('findService', () => {
  it.each([
    ['esm.mjs', undefined, 'Api'],
    ['esm.mjs', 'Other', 'Other'],
    ['class.cjs', undefined, 'Api'],
    ['class.cjs', 'default', 'Api'],
    ['transpiled.cjs', undefined, 'Api'],
    ['transpiled.cjs', 'default', 'Api'],
    ['transpiled.cjs', 'Named', 'Named'],
    ['only-named.mjs', undefined, 'Worker'],
    ['named.cjs', undefined, 'Api'],
    ['named.cjs', 'Api', 'Api'],
    ['esm.mjs', 'Field', 'Field'],
  ])('makes an instance of the class that %s exports as %s', async (file, name, expected) => {
    const service = await load(file, name);
    expect(service.constructor.name).toBe(expected);
    expect(service.start).toBeTypeOf('function');
    if ('context' in service) expect(service.context).toBe(context);
  });

  it.each([
    ['esm.mjs', 'factory', 'by a factory'],
    ['esm.mjs', 'arrow', 'by an arrow'],
    ['only-factory.mjs', undefined, 'by the only function'],
    ['factory.cjs', undefined, undefined],
    ['esm.mjs', 'object', 'as it is'],
    ['object.cjs', undefined, 'as it is'],
  ])('takes what %s exports as %s', async (file, name, made) => {
    const service = await load(file, name);
    expect(service.made).toBe(made);
    if ('context' in service) expect(service.context).toBe(context);
  });

  it('says of a class or an object without start() what it has', async () => {
    expect(await refusal('esm.mjs', 'NoStart')).toBe(
      `The module ${join(FIXTURES, 'esm.mjs')} of the service "api" exports no service. ` +
        'Looked for: the export "NoStart"; found: an instance of NoStart with the methods close(), run(). ' +
        'It exports: Field, NoStart, Other, Throws, arrow, badStop, default, factory, nothing, number, object, useless. ' +
        'Needed is a class, a factory or an object with a start() method; stop(), wait(), reset() and health() may be left out.',
    );
  });

  it.each([
    ['esm.mjs', 'useless', 'found: the function useless, which returned an object with the method run().'],
    ['esm.mjs', 'nothing', 'found: the function nothing, which returned nothing.'],
    ['esm.mjs', 'badStop', 'found: an object with the method start() (no function: stop).'],
    ['esm.mjs', 'number', 'found: the number 42.'],
    ['esm.mjs', 'Missing', 'Looked for: the export "Missing"; found: nothing of that name.'],
    ['two.mjs', undefined, 'found: several that can be a service (A, B): name one with "export".'],
    ['none.mjs', undefined, 'found: nothing. It exports: VERSION.'],
  ])('says what it found in %s as %s', async (file, name, message) => {
    expect(await refusal(file, name)).toContain(message);
  });

  it('passes on unchanged what the module or the constructor throws', async () => {
    await expect(load('throws.mjs')).rejects.toThrow(new TypeError('bad module'));
    await expect(load('esm.mjs', 'Throws')).rejects.toThrow(new RangeError('no port'));
  });
});

describe('givenService', () => {
  it('makes one of what is at hand, or says what that is', async () => {
    class Api {
      constructor(readonly context: unknown) {}
      start() {}
    }
    expect(await givenService(Api).make(context)).toMatchObject({ context });
    expect(await givenService(async () => new Api(1)).make(context)).toMatchObject({ context: 1 });
    await expect(givenService(() => 'x').make(context)).rejects.toThrow(
      'This is no service: the function (anonymous), which returned the string "x". Needed is a class',
    );
  });
});
