import { isSecretKey, MASK, maskUrls } from '../../service/secret.js';

/** Longer command lines are cut. */
const LONGEST = 300;

/**
 * The words of a command as one line, without what is given to an option that is named like a secret (--db.password=x,
 * --api-key x, TOKEN=x), and without the passwords of URLs.
 */
export function commandLine(words: readonly string[]): string {
  let afterSecret = false;
  const shown = words.map((word) => {
    const hidden = afterSecret && !word.startsWith('-');
    const option = /^(-*[\w.-]+)(=)?/.exec(word);
    const secret = option !== null && isSecretKey(option[1]!);
    afterSecret = secret && word.startsWith('-') && !option[2];
    if (hidden) return MASK;
    return secret && option[2] ? `${option[1]}=${MASK}` : maskUrls(word);
  });
  const line = shown.map((word) => (/^[\w@%+=:,./*-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}
