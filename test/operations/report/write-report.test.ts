import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeReport } from '../../../src/operations/report/write-report.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nova-launch-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const MODULE = join(import.meta.dirname, '../../../src/operations/report/write-report.ts');

/** What a process that calls writeReport() prints: its stderr, and the outcome as JSON on stdout. */
function written(length: number, place: object) {
  const code = `
    import { writeReport } from ${JSON.stringify(MODULE)};
    const outcome = await writeReport('x'.repeat(${length}), ${JSON.stringify(place)});
    console.log(JSON.stringify(outcome));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', code];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 24 });
  return { stderr, outcome: JSON.parse(stdout) };
}

describe('writeReport', () => {
  it('writes a file of its own that only this user can read', async () => {
    const { file } = await writeReport('told\n', { directory, program: 'nova-launch', pid: 7 });
    expect(readdirSync(directory).map((name) => join(directory, name))).toEqual([file]);
    expect(file).toMatch(/\/nova-launch_gurumeditation_2\d{13,16}_7$/);
    expect(readFileSync(file!, 'utf8')).toBe('told\n');
    expect(statSync(file!).mode & 0o777).toBe(0o600);
  });

  it('stays in its directory, whatever the program is called', async () => {
    const { file } = await writeReport('told\n', { directory, program: '../a b', pid: 7 });
    expect(file).toMatch(/\/\.\._a_b_gurumeditation_\d+_7$/);
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('writes to stderr without a directory, all of it', () => {
    const { stderr, outcome } = written(300_000, { program: 'p', pid: 7 });
    expect(stderr.length).toBe(300_000);
    expect(outcome).toEqual({});
  });

  it.each(['missing', 'not-a-folder/x'])('writes to stderr where %s hinders it, and says why', (name) => {
    const { stderr, outcome } = written(10, { directory: join(directory, name), program: 'p', pid: 7 });
    expect(stderr).toBe('x'.repeat(10));
    expect(outcome).toEqual({ error: expect.stringMatching(/^ENOENT/) });
  });

  it('leaves nothing behind of what could not be written', () => {
    const { stderr, outcome } = written(10, { directory, program: 'p'.repeat(300), pid: 7 });
    expect({ stderr, outcome }).toEqual({
      stderr: 'x'.repeat(10),
      outcome: { error: expect.stringMatching(/^ENAMETOOLONG/) },
    });
    expect(readdirSync(directory)).toEqual([]);
  });
});
