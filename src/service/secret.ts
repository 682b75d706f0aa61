/** Stands for what must not be printed. */
export const MASK = '***';

const SECRET_WORDS =
  /^(password|passwd|passphrase|pwd|secret|token|key|apikey|credential|auth|authorization|cookie|private)s?$/;

/** What stands before the path of a URL: of several hosts, with a user and a password each. */
const HOSTS = /(\w:\/\/)([^\s/]*@)/g;
/** A parameter of a URL that names a secret. */
const PARAMETER = /([?&][\w.-]*(?:passw|secret|token)[\w.-]*=)[^\s&#"']+/gi;

/** A text without the passwords of URLs in it. */
export const maskUrls = (text: string): string =>
  text
    .replace(
      HOSTS,
      (_all, scheme: string, hosts: string) => scheme + hosts.split(',').map(maskHost).join(','),
    )
    .replace(PARAMETER, `$1${MASK}`);

/** A password may have an @ in it: the host comes after the last. */
const maskHost = (host: string): string => host.replace(/^([^:@]*:).+@/, `$1${MASK}@`);

/** Whether a key names a secret by one of its words: apiKey, db_password, but not monkey or keyspace. */
export function isSecretKey(key: string): boolean {
  const words = key.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2').split(/[^A-Za-z0-9]+/);
  return words.some((word) => SECRET_WORDS.test(word.toLowerCase()));
}
