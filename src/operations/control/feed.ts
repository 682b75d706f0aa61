import { Tally } from '../metrics/tally.js';
import { Ring } from './ring.js';

/** Events that are kept for who asks what has happened, and log lines; each as JSON, and so many characters in all. */
const EVENTS = 500;
const LINES = 1000;
const CHARACTERS = 256 * 1024;

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** What happens, for who follows it over the control socket: the launcher's own events, and every line of the log. */
export class Feed {
  readonly events = new Ring(EVENTS, CHARACTERS);
  readonly lines = new Ring(LINES, CHARACTERS);
  readonly tally = new Tally();
  #sequence = 0;

  /** `mask` takes secrets out of what is kept. */
  event(level: Level, message: string, data: object, mask: (text: string) => string): void {
    this.tally.count(data);
    const time = new Date().toISOString();
    const { err, ...facts } = data as { err?: unknown };
    const error = err === undefined ? {} : { error: err instanceof Error ? err.message : String(err) };
    this.events.add(
      mask(JSON.stringify({ sequence: ++this.#sequence, time, level, ...facts, ...error, message })),
    );
  }

  line(text: string): void {
    this.lines.add(text.trimEnd());
  }
}
