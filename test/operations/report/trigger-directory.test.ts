import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchTrigger } from '../../../src/operations/report/trigger.js';

let folder: string;
let directory: string;
let file: string;
let calls: number;
let lost: NodeJS.ErrnoException[];
let heard: () => void;
let end: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nova-launch-'));
  directory = join(folder, 'parent', 'directory');
  file = join(directory, 'report');
  mkdirSync(directory, { recursive: true });
  calls = 0;
  lost = [];
  heard = () => {};
});

afterEach(() => {
  end();
  rmSync(folder, { recursive: true, force: true });
});

function follow(): void {
  const touched = () => {
    calls += 1;
    heard();
  };
  end = watchTrigger(file, touched, (error) => {
    lost.push(error);
    heard();
  });
}

/** Does something, and waits until the trigger calls back. */
async function causes(what: () => void): Promise<void> {
  const next = new Promise<void>((resolve) => {
    heard = resolve;
  });
  what();
  await next;
}

/** Removes the directory, and waits until whoever watches has been told. */
async function remove(): Promise<void> {
  const watcher = watch(join(folder, 'parent'));
  const told = once(watcher, 'change');
  rmSync(directory, { recursive: true });
  await told;
  await setImmediate();
  watcher.close();
}

describe('watchTrigger, of the directory of the file', () => {
  it('follows one that is made anew', async () => {
    follow();
    for (let time = 1; time < 4; time++) {
      await causes(() => {
        rmSync(directory, { recursive: true });
        mkdirSync(directory);
        writeFileSync(file, '');
      });
      await causes(() => writeFileSync(file, 'again'));
      expect(calls).toBe(2 * time);
    }
    expect(lost).toEqual([]);
  });

  it('waits for one that is away', async () => {
    follow();
    await remove();
    mkdirSync(directory);
    await causes(() => writeFileSync(file, ''));
    expect([calls, lost]).toEqual([1, []]);
  });

  it('follows the name, not what was renamed', async () => {
    follow();
    renameSync(directory, `${directory}-old`);
    mkdirSync(directory);
    writeFileSync(`${directory}-old/report`, '');
    await causes(() => writeFileSync(file, ''));
    writeFileSync(`${directory}-old/report`, 'again');
    await causes(() => writeFileSync(file, 'again'));
    expect([calls, lost]).toEqual([2, []]);
  });

  it('follows a link that leads elsewhere now', async () => {
    rmSync(directory, { recursive: true });
    for (const name of ['one', 'two']) mkdirSync(join(folder, name));
    symlinkSync('../one', directory);
    follow();
    await causes(() => {
      symlinkSync('../two', `${directory}-new`);
      renameSync(`${directory}-new`, directory);
      writeFileSync(join(folder, 'two/report'), '');
    });
    await causes(() => writeFileSync(join(folder, 'two/report'), 'again'));
    expect([calls, lost]).toEqual([2, []]);
  });

  it('follows one that is made anew with the directory above it', async () => {
    follow();
    await causes(() => {
      rmSync(join(folder, 'parent'), { recursive: true });
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, '');
    });
    expect([calls, lost]).toEqual([1, []]);
  });

  it.each([['at once', false] as const, ['later', true] as const])(
    'says once that it is lost when the directory above it goes too, %s',
    async (_when, later) => {
      follow();
      if (later) await remove();
      await causes(() => rmSync(join(folder, 'parent'), { recursive: true }));
      await setImmediate();
      expect(lost).toEqual([expect.objectContaining({ code: 'ENOENT' })]);
      expect(calls).toBe(0);
    },
  );
});
