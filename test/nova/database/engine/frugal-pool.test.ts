import type { Pool } from 'pg';
import { expect, it } from 'vitest';
import { frugal } from '../../../../src/nova/database/engine/frugal-pool.js';

const tooMany = Object.assign(new Error('too many'), { code: '53300' });

/** A pool of a server that gives so many connections, as pg's behaves: beyond its end who asks waits. */
function poolOf(given: number) {
  const waiting: (() => void)[] = [];
  const pool = {
    options: { max: 5 },
    totalCount: 0,
    given,
    asked: 0,
    async connect() {
      if (pool.totalCount < pool.options.max) {
        pool.asked += 1;
        if (pool.totalCount >= pool.given) throw tooMany;
        pool.totalCount += 1;
      } else await new Promise<void>((resolve) => waiting.push(resolve));
      return 'client';
    },
    release: () => waiting.shift()?.(),
    end: async () => {},
  };
  return pool;
}

it('waits for a connection that it has when there is no other, and asks for more after a while', async () => {
  const pool = poolOf(2);
  let time = 0;
  const { connect } = frugal(pool as unknown as Pool & { options: { max: number } }, () => time);
  await connect();
  await connect();
  const third = connect();
  const fourth = connect();
  await new Promise((resolve) => setImmediate(resolve));
  expect([pool.asked, pool.options.max]).toEqual([4, 2]);
  pool.release();
  pool.release();
  await Promise.all([third, fourth]);
  pool.given = 3;
  time = 30_000;
  await connect();
  expect([pool.totalCount, pool.options.max]).toEqual([3, 5]);
});

it('fails as the server says without any, and with any other error', async () => {
  const none = frugal(poolOf(0) as unknown as Pool & { options: { max: number } });
  await expect(none.connect()).rejects.toBe(tooMany);
  const gone = { ...poolOf(0), totalCount: 1, connect: () => Promise.reject(new Error('gone')) };
  await expect(frugal(gone as unknown as Pool & { options: { max: number } }).connect()).rejects.toThrow(
    'gone',
  );
});
