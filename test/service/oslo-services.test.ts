import { expect, it } from 'vitest';
import { Launcher } from '../../src/service/launcher.js';
import { Service } from '../../src/service/service.js';
import { recordingLog } from './helpers.js';

/** Scenarios of oslo.service's test_service.py in one process that services.test.ts does not have word for word. */

class Extended extends Service {
  calls: string[] = [];

  override start() {
    this.calls.push('start');
  }

  override async stop(graceful: boolean) {
    this.calls.push(`stop ${graceful}`);
    await super.stop(graceful);
  }

  greeting() {
    return 'hello';
  }
}

it('SV1 a subclass with a method of its own is started directly, and has the method', async () => {
  const service = new Extended(undefined as never);
  await service.start();
  expect([service.greeting(), service.calls]).toEqual(['hello', ['start']]);
});

it('SV12 stop() of its launcher stops a service that was launched, and once', async () => {
  const launcher = new Launcher({ log: recordingLog() });
  const service = new Extended(undefined as never);
  await launcher.launchService(service);
  await launcher.stop();
  await launcher.stop();
  await launcher.wait();
  expect(service.calls).toEqual(['start', 'stop true']);
});

it('TH3 a launcher takes one service after the other, and those that run go on', async () => {
  const launcher = new Launcher({ log: recordingLog() });
  const services = [new Extended(undefined as never), new Extended(undefined as never)];
  for (const service of services) await launcher.launchService(service);
  expect(services.map(({ calls }) => calls)).toEqual([['start'], ['start']]);
  await launcher.stop();
});
