import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { checkNova, settle } from '../../src/nova/settings.js';

describe('the config of a Nova service', () => {
  it("has Nova's defaults", () => {
    expect(settle({})).toMatchObject({
      host: hostname(),
      transportUrl: 'ipc://',
      controlExchange: 'nova',
      database: 'sqlite:nova.sqlite',
      rpcResponseTimeout: 60,
      longRpcTimeout: 1800,
      reportInterval: 10,
      serviceDownTime: 60,
      periodicEnable: true,
      periodicFuzzyDelay: 60,
      periodicIntervalMax: undefined,
      enableNewServices: true,
      migrateMaxRetries: -1,
      scheduler: { maxAttempts: 3 },
      quota: { instances: 10, recheck: true },
      notifications: { format: 'unversioned' },
    });
  });

  it('is what was written, also for RPC, and passes on what is for others', () => {
    const written = {
      transportUrl: 'fake://',
      rpcResponseTimeout: '5',
      concurrency: 2,
      own: 'x',
      host: undefined,
    };
    expect(settle(written)).toMatchObject({
      transportUrl: 'fake://',
      rpcResponseTimeout: 5,
      concurrency: 2,
      own: 'x',
      host: hostname(),
    });
  });

  it('tells what is wrong with the URL of the database, but not its password', () => {
    const faults = checkNova({ database: 'mysql://nova:geheim@db/nova' });
    expect(faults).toMatchObject([
      { path: ['database'], message: expect.stringMatching(/^found a URL .*mysql/) },
    ]);
    expect(JSON.stringify(faults)).not.toContain('geheim');
    expect(checkNova({ database: 7 })).toHaveLength(1);
    expect(checkNova({ database: 'postgresql://nova:geheim@db/nova' })).toEqual([]);
  });

  it('tells what is wrong with it', () => {
    expect(checkNova({ reportInterval: 'soon', quota: { instances: -2 } })).toMatchObject([
      { path: ['reportInterval'], message: 'found "soon"' },
      { path: ['quota', 'instances'], message: 'found -2' },
    ]);
  });
});
