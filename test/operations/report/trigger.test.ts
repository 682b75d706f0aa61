import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchTrigger } from '../../../src/operations/report/trigger.js';

let folder: string;
let file: string;
let calls: number;
let end: (() => void) | undefined;
let called: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nova-launch-'));
  file = join(folder, 'report');
  calls = 0;
});

afterEach(() => {
  end?.();
  rmSync(folder, { recursive: true, force: true });
});

function follow(): void {
  const touched = () => {
    calls += 1;
    called();
  };
  end = watchTrigger(file, touched, (error) => {
    throw error;
  });
}

/** Does something, and waits for the call back that it must cause. */
async function causes(what: () => void): Promise<void> {
  const next = new Promise<void>((resolve) => {
    called = resolve;
  });
  what();
  await next;
}

describe('watchTrigger', () => {
  it('calls back when the file is made, written, touched, and replaced: once each time', async () => {
    follow();
    await causes(() => writeFileSync(file, ''));
    await causes(() => writeFileSync(file, 'again'));
    await causes(() => utimesSync(file, 7, 7));
    writeFileSync(join(folder, 'new'), '');
    await causes(() => renameSync(join(folder, 'new'), file));
    rmSync(file);
    await causes(() => writeFileSync(file, ''));
    expect(calls).toBe(5);
  });

  it('takes a burst of touches for one', async () => {
    writeFileSync(file, '');
    follow();
    await causes(() => {
      for (let time = 1; time < 50; time++) utimesSync(file, time, time);
    });
    await causes(() => utimesSync(file, 99, 99));
    expect(calls).toBe(2);
  });

  it('does not heed other files, nor the file when it goes or was there before', async () => {
    writeFileSync(file, '');
    follow();
    writeFileSync(join(folder, 'other'), '');
    rmSync(file);
    await causes(() => writeFileSync(file, ''));
    expect(calls).toBe(1);
  });

  it('says what is wrong where there is no such directory', () => {
    const lost: Error[] = [];
    end = watchTrigger(
      join(folder, 'missing/report'),
      () => {},
      (error) => lost.push(error),
    );
    expect(lost).toEqual([expect.objectContaining({ code: 'ENOENT' })]);
  });
});
