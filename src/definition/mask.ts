import { isSecretKey, MASK, maskUrls } from '../service/secret.js';
import type { Origin } from './interpolate.js';

export { isSecretKey, MASK };

/** Shorter ones would blot out half of every line, and are no secrets worth the name. */
const SHORTEST_SECRET = 4;

/** Whether what was interpolated is secret: it came from a file, or by a variable, or in place of one, of such a name. */
export function isSecretOrigin(origin: Origin): boolean {
  return origin.kind === 'file' || isSecretKey(origin.name);
}

/** A text without the secrets, and without the passwords of URLs in it. */
export function maskText(text: string, secrets: readonly string[]): string {
  const unnamed = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  return maskUrls(unnamed);
}
