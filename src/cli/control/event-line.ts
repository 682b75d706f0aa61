/** A line of a supervisor's events. */
export interface EventLine {
  readonly time?: string;
  readonly level?: string;
  readonly id: string;
  /** Of all but an outcome. */
  readonly message?: string;
}

/** What a line tells; undefined where it is no event: that is to be shown as it is, and no reason to give up. */
export function eventOf<Line extends EventLine>(line: string): Line | undefined {
  try {
    const event = JSON.parse(line) as Line;
    const isEvent =
      typeof event.id === 'string' && (typeof event.message === 'string' || event.id === 'outcome');
    return isEvent ? event : undefined;
  } catch {
    return undefined;
  }
}
