import { expect, onTestFinished, test, vi } from 'vitest';
import { Host } from '../../src/launcher/host.js';
import type { WorkerService } from '../../src/launcher/messages.js';

const service = (config: Record<string, unknown>): WorkerService => ({
  name: 'a',
  config: { logLevel: 'silent', ...config },
  sharedKeys: [],
  secrets: [],
  gracefulTimeout: 1,
  healthInterval: 10,
  beatInterval: null,
  wear: { maxTasks: null, softMemory: null, hardMemory: null },
});

test('mutates that come together are taken in turn, and the last one holds', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const seen: unknown[] = [];
  const given = (context: Host['context']) => ({
    start() {
      context.config.onMutate(async ({ size }) => {
        seen.push(size!.new);
        if (size!.new === 1) await released;
      });
    },
    reset: () => seen.push(`reset ${context.config.size}`),
  });
  const host = new Host(service({ size: 0 }), { number: 0, generation: 1 });
  onTestFinished(() => host.terminate());
  await host.start(given);
  const both = [host.mutate(service({ size: 1 })), host.mutate(service({ size: 2, logLevel: 'fatal' }))];
  await vi.waitFor(() => expect(seen).toContain(1));
  release();
  await Promise.all(both);
  expect(seen).toEqual([1, 'reset 1', 2, 'reset 2']);
  expect(host.service.config).toMatchObject({ size: 2 });
  expect(host.context.log.level).toBe('fatal');
});
