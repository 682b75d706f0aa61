/** Messages that are on their way: resolves when somebody has each of them, or nobody takes it. Never rejects. */
export interface Sent {
  readonly sent: Promise<unknown>;
}

export const NOTHING_SENT: Sent = { sent: Promise.resolve() };
