const MASK = '***';

/**
 * `text` without the secrets, the longest of which come first. What is JSON stays JSON: where a secret is also a
 * literal or digits of a number, as `false` and 2026 are, only texts are masked, and numbers that are the secret.
 */
export function maskLine(text: string, secrets: readonly string[]): string {
  const masked = maskText(text, secrets);
  // Most lines have no secret; and most that have one are JSON afterwards, too.
  if (masked === text || !text.startsWith('{') || isJson(masked)) return masked;
  try {
    const line = JSON.stringify(maskValue(JSON.parse(text), secrets));
    return text.endsWith('\n') ? `${line}\n` : line;
  } catch {
    // It never was JSON, or is nested too deep to be gone through.
    return masked;
  }
}

function maskText(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) if (masked.includes(secret)) masked = masked.replaceAll(secret, MASK);
  return masked;
}

/** What JSON can tell, with the secrets in its texts masked, and in the names in objects, which may be secrets, too. */
export function maskValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return maskText(value, secrets);
  if (value === null || typeof value === 'boolean') return value;
  if (isSecret(value, secrets)) return MASK;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, secrets));
  const members = Object.entries(value).map(([name, item]) => [
    maskText(name, secrets),
    maskValue(item, secrets),
  ]);
  return Object.fromEntries(members);
}

/** Whether a number, a list or an object is a secret as a whole. */
function isSecret(value: unknown, secrets: readonly string[]): boolean {
  if (typeof value === 'number') {
    // Of one that is too long, JavaScript has forgotten the last digits.
    const same = Number.isSafeInteger(value) ? String : Number;
    return secrets.some((secret) => /^-?\d/.test(secret) && same(secret) === same(value));
  }
  const wholes = secrets.filter((secret) => secret.startsWith('{') || secret.startsWith('['));
  return wholes.length > 0 && wholes.includes(JSON.stringify(value));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
