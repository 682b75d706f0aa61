import { describe, expect, it } from 'vitest';
import { DriverTimeout, driven } from '../../../src/nova/compute/driven.js';
import type { ComputeConfig } from '../../../src/nova/compute/settings.js';

const cut = new AbortController();
const parts = { cut: cut.signal, settings: () => ({ driverTimeout: 0.02 }) as ComputeConfig };

describe('driven', () => {
  it('gives what the driver gives, and throws what it throws', async () => {
    expect(await driven(parts, 'It', async (signal) => signal.aborted)).toBe(false);
    await expect(driven(parts, 'It', () => Promise.reject(new Error('own')))).rejects.toThrow('own');
  });

  it('ends with its time, also where the driver does not', async () => {
    let seen: AbortSignal | undefined;
    const deaf = (signal: AbortSignal) => {
      seen = signal;
      return new Promise<void>(() => {});
    };
    const error = await driven(parts, 'Spawning', deaf).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DriverTimeout);
    expect(error).toMatchObject({ message: 'Spawning took longer than 0.02 s.' });
    expect(seen?.aborted).toBe(true);
    await expect(driven(parts, 'Moving', deaf, 0.01)).rejects.toThrow('Moving took longer than 0.01 s.');
  });

  it('tells a driver that heeds the signal by the same error', async () => {
    const heeding = (signal: AbortSignal) =>
      new Promise<void>((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('aborted by the driver'))),
      );
    await expect(driven(parts, 'It', heeding)).rejects.toThrow(DriverTimeout);
  });

  it('ends with this process', async () => {
    const end = new AbortController();
    const running = driven({ ...parts, cut: end.signal }, 'It', () => new Promise(() => {}), 0);
    end.abort(new Error('nova-compute ends'));
    await expect(running).rejects.toThrow('nova-compute ends');
    let called = false;
    const late = driven({ ...parts, cut: end.signal }, 'It', async () => {
      called = true;
    });
    await expect(late).rejects.toThrow('nova-compute ends');
    expect(called).toBe(false);
  });
});
