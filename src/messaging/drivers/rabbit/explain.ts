import { reason } from '../../errors.js';

/** What the broker answers, in words that say what to do. */

/** The reply code of an error that the broker gave; undefined for another error. */
export function replyCode(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'number') return code;
  const text = error instanceof Error ? error.message : '';
  if (isGuess(error)) return 530;
  // A refusal during the handshake has its code in the text only.
  const match = /by server: (\d{3}) /.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** How often what only seems to be a refusal for good is tried again. */
export const GUESSES = 2;

/** What is refused last in the handshake is the virtual host; but amqplib drops the code, and a broker may be stopping. */
export function isGuess(error: unknown): boolean {
  return error instanceof Error && /Expected ConnectionOpenOk; got <ConnectionClose/.test(error.message);
}

/** Trying again would give the same: wrong credentials, virtual host, permissions or settings. */
export function isFinal(error: unknown): boolean {
  return [402, 403, 404, 405, 406, 530, 541].includes(replyCode(error) ?? 0);
}

export function explain(error: unknown): string {
  const text = reason(error);
  const code = replyCode(error);
  if (code === 541 && /transient_nonexcl_queues/.test(text))
    return (
      'RabbitMQ 4.3 and newer refuses the transient queues that oslo.messaging declares by default. Set ' +
      'rabbit_quorum_queue=true and rabbit_transient_quorum_queue=true, in the query of the transport URL or in ' +
      `oslo_messaging_rabbit, for every service on this broker (${text})`
    );
  if (code === 406 && /inequivalent arg/.test(text))
    return `a peer has declared it with other settings: amqp_durable_queues, amqp_auto_delete, rabbit_quorum_queue, rabbit_transient_quorum_queue and rabbit_transient_queues_ttl must be the same for all (${text})`;
  if (code === 403) return `the broker refuses this user, or lacks a permission for it (${text})`;
  if (code === 530) return `the broker has no such virtual host, or not for this user (${text})`;
  return text;
}
