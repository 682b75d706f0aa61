import type { Slot } from '../../src/supervisor/types.js';

/** Whether two slots of a normal state differ in their process only, so that one stands for both. */
export function alike(a: Slot, b: Slot): boolean {
  return (
    a.service === b.service &&
    a.number === b.number &&
    a.generation === b.generation &&
    a.state === b.state &&
    a.fate === b.fate &&
    a.attempt === b.attempt &&
    a.deadline === b.deadline &&
    a.stable === b.stable &&
    a.served === b.served &&
    a.retryAt === b.retryAt &&
    a.silent === b.silent &&
    a.silentAt === b.silentAt &&
    a.expiresAt === b.expiresAt &&
    a.renewAt === b.renewAt &&
    a.worn === b.worn &&
    a.renews === b.renews &&
    a.renewals === b.renewals
  );
}
