import { afterEach, expect, test, vi } from 'vitest';
import { DebugPorts, isDebugged, waitsForDebugger } from '../../src/launcher/debug-ports.js';

afterEach(() => vi.unstubAllEnvs());

const started = (...nodeArgs: string[]) => ({ nodeArgs, env: {} });

test.each([
  [started('--inspect'), true],
  [started('--inspect=9300'), true],
  [started('--inspect-brk=127.0.0.1:9300'), true],
  [{ nodeArgs: [], env: { NODE_OPTIONS: '--max-old-space-size=99 --inspect=0' } }, true],
  [started('--inspect-publish-uid=stderr', '--enable-source-maps'), false],
  [started(), false],
])('%j is debugged: %s', (service, debugged) => expect(isDebugged(service)).toBe(debugged));

test('only some wait for the debugger', () => {
  expect(waitsForDebugger(started('--inspect-brk'))).toBe(true);
  expect(waitsForDebugger(started('--inspect=9300'))).toBe(false);
});

test('the lowest port that no other worker has; the same for the same', () => {
  const ports = new DebugPorts();
  const service = started('--inspect=127.0.0.1:9300');
  expect([1, 2, 3, 2].map((worker) => ports.take(worker, service))).toEqual([9300, 9301, 9302, 9301]);
  ports.release(2);
  expect(ports.take(4, service)).toBe(9301);
  expect(ports.take(5, started('--inspect'))).toBe(9229);
  expect(ports.take(6, started('--inspect=0'))).toBe(0);
});

test('above the last port there is any free one', () => {
  const ports = new DebugPorts();
  expect([1, 2].map((worker) => ports.take(worker, started('--inspect=65535')))).toEqual([65535, 0]);
  // Node.js itself says what is wrong with such a one.
  expect(ports.take(3, started('--inspect=99999'))).toBe(0);
});

test('the last option counts; the first port is left to a supervisor that is debugged itself', () => {
  const ports = new DebugPorts();
  expect(ports.take(1, started('--inspect=9300', '--inspect-port=9400'))).toBe(9400);
  vi.stubEnv('NODE_OPTIONS', '--inspect=9500');
  expect(ports.take(2, started())).toBe(9501);
});
