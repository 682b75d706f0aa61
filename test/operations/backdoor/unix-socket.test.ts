import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { client, directory, listening, opened, refused, stale } from './fixture.js';

/** The BD numbers are those of oslo's own tests, in their order; docs/backdoor.md says where we differ. */

/** This process as a user that may do less, where it is root. */
function asNobody(): void {
  if (process.getuid!() !== 0) return;
  process.seteuid!(65_534);
  onTestFinished(() => process.seteuid!(0));
}

describe('a path', () => {
  it('BD1 is listened on', async () => {
    const path = join(directory(), 'web.sock');
    const { backdoor, lines } = await opened(path);
    expect(backdoor).toMatchObject({ address: `unix:${path}`, socketFile: path });
    expect(lines).toEqual([`info: The backdoor is open on unix:${path}.`]);
    expect(await (await client(backdoor)).ask('1 + 1')).toBe('2');
  });

  it('BD2 has {pid}, {service} and {worker} filled in', async () => {
    const place = directory();
    const { backdoor } = await opened(join(place, '{service}-{worker}-{pid}.sock'), { worker: 3 });
    expect(backdoor.socketFile).toBe(join(place, `web-3-${process.pid}.sock`));
    expect(existsSync(backdoor.socketFile!)).toBe(true);
  });

  it.each(['{}', '{broken', '{broken}', 'broken}', '{pid}{0}'])(
    'BD3 with the broken template %s is used as it stands, with a warning',
    async (name) => {
      const path = join(directory(), name);
      const { backdoor, lines } = await opened(path);
      expect(backdoor.socketFile).toBe(path);
      expect(existsSync(path)).toBe(true);
      expect(lines[0]).toMatch(/^warn: The path of the backdoor is used as it stands: in \/.* are braces/);
    },
  );

  it('BD4 that a dead process has left behind is listened on all the same', async () => {
    const path = join(directory(), 'web.sock');
    await stale(path);
    const { backdoor } = await opened(path);
    expect(await (await client(backdoor)).ask('1 + 1')).toBe('2');
  });

  it('BD5 that a dead process has left behind, and that goes meanwhile, is listened on', async () => {
    const path = join(directory(), 'web.sock');
    await stale(path, { fresh: true });
    const opening = opened(path);
    rmSync(path);
    expect(await (await client((await opening).backdoor)).ask('1 + 1')).toBe('2');
  });

  it('BD6 that a dead process has left behind, and that cannot be removed, is refused', async () => {
    const place = directory();
    const path = join(place, 'web.sock');
    await stale(path);
    chmodSync(path, 0o777);
    chmodSync(place, 0o555);
    asNobody();
    expect(await refused(path)).toMatchObject({
      code: 'NL_ADDRESS',
      message: `Cannot listen on the unix socket ${path}: this user may not (EACCES).`,
      cause: { syscall: 'rename' },
    });
    expect(existsSync(path)).toBe(true);
  });

  it('BD7 where this user may not write is refused', async () => {
    const place = directory();
    asNobody();
    expect(await refused(join(place, 'web.sock'))).toMatchObject({
      code: 'NL_ADDRESS',
      message: `Cannot listen on the unix socket ${place}/web.sock: this user may not (EACCES).`,
    });
  });

  it('on which somebody listens is refused, and left to them', async () => {
    const path = join(directory(), 'web.sock');
    const server = await listening({ path });
    expect(await refused(path)).toMatchObject({
      code: 'NL_ADDRESS',
      message: `Cannot listen on the unix socket ${path}: another process listens there (EADDRINUSE).`,
      remedy: 'Stop that process, or choose another path.',
    });
    expect(server.listening && existsSync(path)).toBe(true);
  });

  it('of a file that is no socket is refused, and left', async () => {
    const path = join(directory(), 'web.sock');
    writeFileSync(path, 'mine');
    expect(await refused(path)).toMatchObject({
      code: 'NL_ADDRESS',
      message: `Cannot listen on ${path}: there is a file that is no socket.`,
    });
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('in a directory that is not there is refused', async () => {
    const path = join(directory(), 'none', 'web.sock');
    expect(await refused(path)).toMatchObject({
      code: 'NL_ADDRESS',
      message: expect.stringContaining('its directory is not there'),
    });
  });

  it('that is too long for a socket is refused, where Node would cut it short', async () => {
    const place = directory();
    const path = join(place, 'x'.repeat(108 - place.length));
    expect(await refused(path)).toMatchObject({
      code: 'NL_ADDRESS',
      message: expect.stringMatching(/its path has 109 bytes, a socket's may have 10[37]\.$/),
    });
  });
});

describe('the file', () => {
  it('is for this user only, and the umask of the process is what it was', async () => {
    const before = process.umask(0o002);
    onTestFinished(() => void process.umask(before));
    const { backdoor } = await opened(join(directory(), 'web.sock'));
    expect(statSync(backdoor.socketFile!).mode & 0o777).toBe(0o600);
    expect(process.umask()).toBe(0o002);
  });

  it('goes with the backdoor', async () => {
    const { backdoor } = await opened(join(directory(), 'web.sock'));
    await backdoor.close();
    expect(existsSync(backdoor.socketFile!)).toBe(false);
    await backdoor.close();
  });

  it('goes with a process that exits, unless it is another one by then', async () => {
    const place = directory();
    mkdirSync(join(place, 'kept'));
    const before = process.listeners('exit');
    const { backdoor: gone } = await opened(join(place, 'web.sock'));
    const { backdoor: replaced } = await opened(join(place, 'kept/web.sock'));
    rmSync(replaced.socketFile!);
    writeFileSync(replaced.socketFile!, '');
    const added = process.listeners('exit').filter((listener) => !before.includes(listener));
    for (const listener of added) listener(0);
    expect([existsSync(gone.socketFile!), existsSync(replaced.socketFile!)]).toEqual([false, true]);
  });
});
