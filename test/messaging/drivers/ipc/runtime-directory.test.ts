import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RuntimeDirectory } from '../../../../src/messaging/drivers/ipc/runtime-directory.js';
import { MessageDeliveryFailure } from '../../../../src/messaging/errors.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nl-dir-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const mode = (path: string) => statSync(path).mode & 0o7777;
const topic = { exchange: 'e', topic: 't' };

describe('where it is', () => {
  it('is what the URL says, or the place for runtime files, or in /tmp', () => {
    const xdg = { XDG_RUNTIME_DIR: '/run/user/7' };
    const inTmp = `/tmp/nova-launch-${process.geteuid!()}/rpc`;
    expect(new RuntimeDirectory('/run/x', xdg).path).toBe('/run/x');
    expect(new RuntimeDirectory(undefined, xdg).path).toBe('/run/user/7/nova-launch/rpc');
    expect(new RuntimeDirectory(undefined, {}).path).toBe(inTmp);
    expect(new RuntimeDirectory(undefined, { XDG_RUNTIME_DIR: 'relative' }).path).toBe(inTmp);
    expect(new RuntimeDirectory('/run/x').of(topic)).toBe('/run/x/e/t');
  });
});

describe('what is made', () => {
  it('is for its user only', () => {
    const runtime = new RuntimeDirectory(undefined, { XDG_RUNTIME_DIR: root });
    const umask = process.umask(0);
    runtime.make(runtime.of(topic));
    runtime.make(runtime.of(topic));
    process.umask(umask);
    for (const path of ['nova-launch', 'nova-launch/rpc', 'nova-launch/rpc/e', 'nova-launch/rpc/e/t'])
      expect(mode(join(root, path))).toBe(0o700);
  });

  it('closes its own directory, and one that nobody uses yet', () => {
    const runtime = new RuntimeDirectory(undefined, { XDG_RUNTIME_DIR: root });
    runtime.make(runtime.of(topic));
    chmodSync(runtime.path, 0o755);
    runtime.make(runtime.of(topic));
    expect(mode(runtime.path)).toBe(0o700);
    const fresh = join(root, 'fresh');
    mkdirSync(fresh);
    chmodSync(fresh, 0o755);
    new RuntimeDirectory(fresh).make(join(fresh, 'e', 't'));
    expect(mode(fresh)).toBe(0o700);
  });
});

describe('what is refused', () => {
  it('is a directory of the URL that others can enter and that is in use', () => {
    chmodSync(root, 0o755);
    writeFileSync(join(root, 'file'), '');
    expect(() => new RuntimeDirectory(root).make(join(root, 'e', 't'))).toThrow(
      /is open to other users \(mode 755\).*Run chmod 700 on it, or name a directory within it: ipc:.*\/rpc\./,
    );
    expect(mode(root)).toBe(0o755);
  });

  it('is one like /tmp, even if it is empty', () => {
    chmodSync(root, 0o1777);
    expect(() => new RuntimeDirectory(root).make(join(root, 'e', 't'))).toThrow(/mode 1777/);
  });

  it('is one of another user', () => {
    vi.spyOn(process, 'geteuid').mockReturnValue(12345);
    expect(() => new RuntimeDirectory(root).make(join(root, 'e', 't'))).toThrow(
      /belongs to the user \d+, who could answer calls of this process \(user 12345\)\. Name another/,
    );
  });

  it('is a link in the place of its own directory', () => {
    mkdirSync(join(root, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(root, 'elsewhere'), join(root, 'nova-launch'));
    const runtime = new RuntimeDirectory(undefined, { XDG_RUNTIME_DIR: root });
    expect(() => runtime.make(runtime.of(topic))).toThrow(/is no directory/);
  });

  it('is a file, with the reason', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => new RuntimeDirectory(join(root, 'file', 'x')).make(join(root, 'file', 'x', 'e'))).toThrow(
      MessageDeliveryFailure,
    );
  });
});
