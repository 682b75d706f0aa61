import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { SqliteFile } from '../../../../src/nova/database/engine/sqlite-file.js';
import { DatabaseUnavailable, openDatabase } from '../../../../src/nova/database/index.js';
import { ServiceNotFound } from '../../../../src/nova/exception/index.js';
import { requiresRoot } from '../../../process/requires.js';
import { captured, eachDatabase, silent } from '../databases.js';
import { atOnce } from '../processes.js';
import { newService } from '../samples.js';

eachDatabase(
  'a file of SQLite',
  ({ directory, open, url }) => {
    const path = () => join(directory(), 'nova.sqlite');
    /** Another handle, as another process has one, which holds the lock until it is told. */
    function lock() {
      const file = new SqliteFile(path(), 'pragma busy_timeout = 0');
      file.exec('begin immediate');
      return {
        free() {
          file.exec('rollback');
          file.close();
        },
      };
    }

    it('leaves timers their turn, whoever asks it again and again', async () => {
      const { services } = await open();
      const isOver = { value: false };
      const over = setTimeout(20).then(() => {
        isOver.value = true;
      });
      while (!isOver.value) await services.list();
      await over;
    });

    it('is read while another process writes, and written when that has ended', async () => {
      const { services } = await open();
      const service = await services.create(newService());
      const other = lock();
      const beat = services.beat(service);
      expect(await services.list()).toMatchObject([{ report_count: 0 }]);
      other.free();
      await beat;
      expect(await services.list()).toMatchObject([{ report_count: 1 }]);
    });

    it('that stays locked is told once; so is that it is not any more', async () => {
      const { log, lines } = captured();
      const database = await open({ log, timeout: 0.05 });
      const service = await database.services.create(newService());
      const other = lock();
      for (let attempt = 0; attempt < 3; attempt += 1)
        await expect(database.services.beat(service)).rejects.toThrow(DatabaseUnavailable);
      expect(database.reachable).toBe(false);
      other.free();
      await database.services.beat(service);
      expect(database.reachable).toBe(true);
      expect(lines.map(({ level, code, msg }) => [level, code, msg])).toEqual([
        [
          50,
          'NL_DATABASE',
          expect.stringMatching(/cannot be used: database is locked\. What needs it fails\.$/),
        ],
        [30, undefined, expect.stringMatching(/^The database answers again, after [\d.]+ s\.$/)],
      ]);
      expect(lines[0]).toMatchObject({
        database: url(),
        remedy: expect.stringContaining('go on by themselves'),
      });
    });

    it('that is full takes nothing more, and works on when there is room', async (context) => {
      requiresRoot()(context);
      await onDisk(async (disk) => {
        const { log, lines } = captured();
        const database = await openDatabase(`sqlite:${join(disk, 'nova.sqlite')}`, { log });
        const service = await database.services.create(newService());
        service.disabled_reason = 'x'.repeat(2_000_000);
        await expect(database.services.save(service)).rejects.toThrow(/disk is full/);
        expect(database.reachable).toBe(false);
        await database.services.beat(service);
        expect(await database.services.list()).toMatchObject([{ report_count: 1, disabled_reason: null }]);
        expect(lines.map(({ level }) => level)).toEqual([50, 30]);
        await database.close();
      });
    });

    it('that cannot be written is refused at once, with a remedy', async (context) => {
      requiresRoot()(context);
      await onDisk(async (disk) => {
        const file = `sqlite:${join(disk, 'nova.sqlite')}`;
        execFileSync('mount', ['-o', 'remount,ro', disk]);
        const open = () => openDatabase(file, { log: silent });
        await expect(open()).rejects.toMatchObject({ code: 'NL_DATABASE', remedy: /write there/ });
        execFileSync('mount', ['-o', 'remount,rw', disk]);
        // Somebody else has made it; this process has no handle of it yet, which would keep the disk from being read-only.
        await atOnce(new URL('../fixtures/opener.ts', import.meta.url), [{ url: file }]);
        execFileSync('mount', ['-o', 'remount,ro', disk]);
        await expect(open()).rejects.toMatchObject({ code: 'NL_DATABASE', remedy: /write to the file/ });
      });
    });

    /** A disk of a megabyte. */
    async function onDisk(work: (disk: string) => Promise<void>): Promise<void> {
      const disk = join(directory(), 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', disk]);
      try {
        await work(disk);
      } finally {
        // Statements that are not collected yet keep the file open.
        execFileSync('umount', ['--lazy', disk]);
      }
    }

    it('is undone by a transaction that fails, and by a process that dies in one', async () => {
      const { services, transaction } = await open();
      const failed = transaction(async (stores) => {
        await stores.services.create(newService());
        throw new RangeError('no');
      });
      await expect(failed).rejects.toThrow(RangeError);
      const script = `
        const db = new (require('libsql'))(process.argv[1]);
        db.exec('begin immediate');
        db.prepare("insert into services (uuid, host) values ('u', 'h')").run([]);
        console.log('held');
        setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ['-e', script, path()], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      const waiting = services.create(newService());
      child.kill('SIGKILL');
      await waiting;
      expect(await services.list()).toMatchObject([{ host: 'c1' }]);
    });

    it('that is moved away takes nothing more, and works on when it is back', async () => {
      const { log, lines } = captured();
      const database = await open({ log });
      const service = await database.services.create(newService());
      await database.services.list();
      for (const end of ['', '-wal', '-shm']) renameSync(`${path()}${end}`, `${path()}.away${end}`);
      await expect(database.services.beat(service)).rejects.toThrow(
        /its file was deleted or moved; bring it back/,
      );
      await expect(database.services.list()).rejects.toThrow(DatabaseUnavailable);
      expect(database.reachable).toBe(false);
      for (const end of ['', '-wal', '-shm']) renameSync(`${path()}.away${end}`, `${path()}${end}`);
      await database.services.beat(service);
      expect(await database.services.list()).toMatchObject([{ report_count: 1 }]);
      expect(lines.map(({ level }) => level)).toEqual([50, 30]);
    });

    it('that is deleted and made anew by another process is the same for all again', async () => {
      const database = await open();
      const service = await database.services.create(newService());
      await database.services.list();
      for (const end of ['', '-wal', '-shm']) rmSync(`${path()}${end}`);
      await atOnce(new URL('../fixtures/opener.ts', import.meta.url), [{ url: url() }]);
      await expect(database.services.beat(service)).rejects.toThrow(ServiceNotFound);
      expect(await database.services.list()).toEqual([]);
      await database.services.create(newService());
      expect(await (await open()).services.list()).toHaveLength(1);
    });

    it('has one transaction after the other, and refuses who waits for longer than that', async () => {
      const { services, transaction } = await open({ timeout: 0.05 });
      const order: number[] = [];
      const one = async (number: number) =>
        transaction(async (stores) => {
          order.push(number);
          await stores.services.list();
          await new Promise((resolve) => setImmediate(resolve));
          order.push(number);
        });
      await Promise.all([one(1), one(2), one(3)]);
      expect(order).toEqual([1, 1, 2, 2, 3, 3]);
      // What needs the lock that the transaction holds: not those stores, but the database itself.
      const stuck = transaction(() => services.create(newService()));
      await expect(stuck).rejects.toThrow(/No turn within 0.05 s/);
      expect(await services.list()).toEqual([]);
    });

    it.each([
      ['in a directory that is not there', () => 'nowhere/nova.sqlite', /Make the directory/],
      ['that is none', () => written('notes.txt'), /this one is no SQLite database/],
    ])('%s is refused at once, with a remedy', async (_name, file, remedy) => {
      const opened = openDatabase(`sqlite:${join(directory(), file())}`, { log: captured().log });
      await expect(opened).rejects.toMatchObject({
        code: 'NL_DATABASE',
        exitCode: 75,
        remedy: expect.stringMatching(remedy),
      });
    });

    function written(name: string): string {
      writeFileSync(join(directory(), name), 'No database, but some lines.\n'.repeat(100));
      return name;
    }
  },
  { kinds: ['sqlite'] },
);
