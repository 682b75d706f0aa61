import type { Origin } from './interpolate.js';

/** Stands for what must not be printed. */
export const MASK = '***';

const SECRET_WORDS =
  /^(password|passwd|passphrase|pwd|secret|token|key|apikey|credential|auth|authorization|cookie|private)s?$/;

/** Shorter ones would blot out half of every line, and are no secrets worth the name. */
const SHORTEST_SECRET = 4;

/** Whether a key names a secret by one of its words: apiKey, db_password, but not monkey or keyspace. */
export function isSecretKey(key: string): boolean {
  const words = key.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2').split(/[^A-Za-z0-9]+/);
  return words.some((word) => SECRET_WORDS.test(word.toLowerCase()));
}

/** Whether what was interpolated is secret: it came from a file, or by a variable, or in place of one, of such a name. */
export function isSecretOrigin(origin: Origin): boolean {
  return origin.kind === 'file' || isSecretKey(origin.name);
}

/** A text without the secrets, and without the passwords of URLs in it. */
export function maskText(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
    .replace(/(\w:\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${MASK}@`);
}
