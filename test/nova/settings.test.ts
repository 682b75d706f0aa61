import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { checkNova, describeNova, settle } from '../../src/nova/settings.js';

describe('the config of a Nova service', () => {
  it("has Nova's defaults", () => {
    expect(settle({})).toMatchObject({
      host: hostname(),
      transportUrl: 'ipc://',
      controlExchange: 'nova',
      database: 'sqlite:nova.sqlite',
      databaseMaxPoolSize: 5,
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
    const config = { databaseMaxPoolSize: 0, reportInterval: 'soon', quota: { instances: -2 } };
    expect(checkNova(config)).toMatchObject([
      { path: ['databaseMaxPoolSize'], message: 'found 0' },
      { path: ['reportInterval'], message: 'found "soon"' },
      { path: ['quota', 'instances'], message: 'found -2' },
    ]);
  });
});

it('docs/nova.md has every setting', () => {
  const text = readFileSync(new URL('../../docs/nova.md', import.meta.url), 'utf8');
  // In a table the settings of one group may share its name: `scheduler.a`, `b`.
  const told = new Set([...text.matchAll(/`([\w.]+)`/g)].map(([, name]) => name!.split('.').at(-1)));
  const namesOf = (part: object): string[] =>
    Object.entries(part).flatMap(([key, value]: [string, { properties?: object }]) =>
      value.properties ? namesOf(value.properties) : [key],
    );
  const { properties } = describeNova() as { properties: object };
  expect(namesOf(properties).length).toBeGreaterThan(40);
  expect(namesOf(properties).filter((name) => !told.has(name))).toEqual([]);
});
