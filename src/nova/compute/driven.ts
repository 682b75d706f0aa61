import { NovaException } from '../exception/index.js';
import type { ComputeParts } from './parts.js';

/** The driver did not do it in time. */
export class DriverTimeout extends NovaException {
  static override get python() {
    // Python has no such class.
    return NovaException.python;
  }
}

/**
 * What a call of the driver gives, within its deadline in seconds (0: none; default: driverTimeout), and not longer than
 * this process has: also of a driver that does not heed its signal. Rejects with what the driver throws; with
 * DriverTimeout when its time is over; with the reason of `cut` at the end of this process.
 */
export async function driven<Result>(
  parts: Pick<ComputeParts, 'cut' | 'settings'>,
  what: string,
  call: (signal: AbortSignal) => Promise<Result>,
  seconds: number = parts.settings().driverTimeout,
): Promise<Result> {
  const { cut } = parts;
  cut.throwIfAborted();
  const over = new AbortController();
  const tooLong = () => over.abort(new DriverTimeout(`${what} took longer than ${seconds} s.`));
  const timer = seconds > 0 ? setTimeout(tooLong, seconds * 1000) : undefined;
  const end = () => over.abort(cut.reason);
  cut.addEventListener('abort', end, { once: true });
  const { signal } = over;
  try {
    return await new Promise<Result>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      call(signal).then(resolve, (error) => reject(signal.aborted ? signal.reason : error));
    });
  } finally {
    clearTimeout(timer);
    cut.removeEventListener('abort', end);
  }
}
