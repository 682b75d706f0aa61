/** Stands for what must not be printed. */
export const MASK = '***';

const SECRET_WORDS =
  /^(password|passwd|passphrase|pwd|secret|token|key|apikey|credential|auth|authorization|cookie|private)s?$/;

/** A text without the passwords of URLs in it. */
export const maskUrls = (text: string): string => text.replace(/(\w:\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${MASK}@`);

/** Whether a key names a secret by one of its words: apiKey, db_password, but not monkey or keyspace. */
export function isSecretKey(key: string): boolean {
  const words = key.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2').split(/[^A-Za-z0-9]+/);
  return words.some((word) => SECRET_WORDS.test(word.toLowerCase()));
}
