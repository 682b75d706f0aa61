import { type Clock, realClock } from '../../service/clock.js';
import { reason } from '../../service/log.js';
import { bounded, clean } from './clean.js';
import { outline } from './outline.js';

/** Seconds that a section gets. */
const PATIENCE = 2;

/** Characters of a section. */
const LONGEST = 64 * 1024;

export interface SectionLimits {
  /** Seconds. */
  readonly patience?: number;
  /** Characters. */
  readonly longest?: number;
  readonly clock?: Clock;
}

/**
 * One section, with its heading: `content` is its text or data, or gives it, or a promise of it. One that throws or
 * takes too long says so in its place. Never rejects.
 */
export async function section(title: string, content: unknown, limits: SectionLimits = {}): Promise<string> {
  const { patience = PATIENCE, longest = LONGEST, clock = realClock } = limits;
  const done = new AbortController();
  const made = (async () => textOf(typeof content === 'function' ? await content() : content))().catch(
    (error) => `(It failed: ${tryReason(error)})`,
  );
  const late = clock.sleep(patience, done.signal).then(() => `(It took longer than ${patience} s.)`);
  const text = await Promise.race([made, late]);
  done.abort();
  return `==== ${clean(title).replaceAll('\n', ' ')} ====\n\n${bounded(clean(text).trimEnd(), longest)}\n`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(nothing)' : value;
  return value === undefined || value === null ? '(nothing)' : outline(value);
}

function tryReason(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message) : reason(error);
  } catch {
    return 'what it threw cannot be shown';
  }
}
