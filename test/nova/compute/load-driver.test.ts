import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadDriver } from '../../../src/nova/compute/load-driver.js';
import { StubDriver } from '../../../src/nova/compute/stub/driver.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nova-driver-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function moduleOf(text: string): Promise<string> {
  const path = join(directory, 'driver.mjs');
  await writeFile(path, text);
  return path;
}

const METHODS = Object.getOwnPropertyNames(StubDriver.prototype).filter((name) => name !== 'constructor');
const BODY = METHODS.map((name) => `${name}() {}`);

describe('loadDriver', () => {
  it('has the stub', async () => {
    expect(await loadDriver('stub')).toBeInstanceOf(StubDriver);
  });

  it.each([
    ['a class', `export default class Mine { ${BODY.join('\n')} }`],
    ['a class by its name', `export class ComputeDriver { ${BODY.join('\n')} }`],
    ['a function', `export default async () => ({ ${BODY.join(', ')} })`],
    ['the driver itself', `export default { ${BODY.join(', ')} }`],
  ])('takes %s of a module', async (_, text) => {
    const driver = await loadDriver(await moduleOf(text));
    for (const method of METHODS) expect(driver).toHaveProperty(method);
  });

  it('says what is missing', async () => {
    const some = BODY.filter((method) => !/^(spawn|reboot)\(/.test(method));
    const path = await moduleOf(`export default { ${some.join(', ')} }`);
    await expect(loadDriver(path)).rejects.toThrow(
      `The driver of compute.driver, ${path}, has no spawn, no reboot.`,
    );
  });

  it.each(['export const other = 1;', 'export default 7;', 'export default () => 7;'])(
    'refuses a module without one: %s',
    async (text) => {
      await expect(loadDriver(await moduleOf(text))).rejects.toThrow(
        /compute\.driver.*(exports|makes) no driver/,
      );
    },
  );
});
