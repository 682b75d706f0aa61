import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkTemporaryDirectory } from '../../src/nova/temporary-directory.js';

it('leaves nothing where a directory can be made', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'nova-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  await checkTemporaryDirectory(directory);
  expect(readdirSync(directory)).toEqual([]);
});

it('throws what the operator needs to know where none can', async () => {
  const directory = join(tmpdir(), 'nova-test-not-there');
  await expect(checkTemporaryDirectory(directory)).rejects.toMatchObject({
    code: 'NL_NO_TEMPORARY_DIRECTORY',
    message: `No directory can be made in ${directory} (ENOENT).`,
    remedy: expect.stringContaining('TMPDIR'),
  });
});
