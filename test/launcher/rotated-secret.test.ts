import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Definition } from '../../src/definition/types.js';
import { Generations } from '../../src/launcher/generations.js';
import type { Host } from '../../src/launcher/host.js';
import { LauncherLog } from '../../src/launcher/launcher-log.js';
import { nextDefinition } from '../../src/launcher/next-definition.js';
import { Questions } from '../../src/launcher/questions.js';
import { ReloadInPlace } from '../../src/launcher/reload-in-place.js';
import { specFor, workerServiceFor } from '../../src/launcher/spec.js';
import { Feed } from '../../src/operations/control/feed.js';
import { initialState } from '../../src/supervisor/step.js';
import { definition, service } from './definitions.js';

const NEW = 'rotated-9f3a';
const running: Definition = {
  ...definition(service('api', { restartMethod: 'mutate' })),
  secrets: ['before-71c2'],
};
const rotated: Definition = { ...running, secrets: [NEW] };
const refusal = `the option token is "${NEW}"; expected a number`;

let file: string;
let feed: Feed;
let log: LauncherLog;

beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), 'nova-secret-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  file = join(directory, 'log');
  feed = new Feed();
  log = new LauncherLog({ ...running, log: { file, mode: 0o600 } }, feed);
});

test('a new secret is not told by the worker that refuses it', async () => {
  const { slots: _, ...rest } = initialState(running.services.map(specFor), 1);
  const ready = { service: 'api', state: 'ready', worker: 1 };
  const state = () => ({ ...rest, slots: [ready] }) as never;
  const questions: Questions = new Questions((_worker, message) =>
    questions.answer((message as { id: number }).id, JSON.stringify({ fault: refusal })),
  );
  const told = await nextDefinition(
    { generation: 2, reload: null, restart: [] },
    { generations: new Generations(running), log, read: async () => rotated, questions, state },
  );
  expect(told).toEqual({ type: 'definitionRefused', reason: 'the option token is "***"; expected a number' });
});

test('nor by a service of this process', async () => {
  const host = {
    service: workerServiceFor(running.services[0]!, running),
    // Says it itself, too, before anybody could mask it.
    judge: async () => {
      log.write('error', refusal, { id: 'options' });
      throw new Error(refusal);
    },
  } as unknown as Host;
  const reload = new ReloadInPlace(
    [host],
    log,
    () => false,
    () => {},
  );
  expect(await reload.run(async () => rotated)).toBeUndefined();
  expect(reload.refusal).toContain('the option token is "***"');
  const told = `${readFileSync(file, 'utf8')}${feed.lines.recent.join('\n')}${feed.events.recent.join('\n')}`;
  expect(told).toContain('the option token is');
  expect(told).not.toContain(NEW);
});
