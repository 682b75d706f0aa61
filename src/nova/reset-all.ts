import { reason } from './reason.js';

/** Calls reset() of those that have one, of each whatever the others do; rejects with what they throw. */
export async function resetAll(objects: readonly object[]): Promise<void> {
  const outcomes = await Promise.allSettled(
    objects.map(async (one) => (one as { reset?(): unknown }).reset?.()),
  );
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length > 1) throw new AggregateError(errors, errors.map(reason).join('; '));
  if (errors.length === 1) throw errors[0];
}
