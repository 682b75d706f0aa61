import { randomBytes } from 'node:crypto';

/** Python refuses integers of more digits, in both directions; it also bounds the time that one takes. */
export const MOST_DIGITS = 4300;
/** Containers inside one another. Python's json gives up near 1000. */
export const MOST_NESTED = 500;

/**
 * JSON as Python's json module means it: integers of any size (beyond 2^53 - 1 as BigInt), NaN, Infinity and -Infinity
 * as bare words, lone surrogates, `__proto__` as a key like any other. Throws a SyntaxError for all else. json.loads.
 */
export function parse(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!text.includes('NaN') && !text.includes('Infinity')) throw error;
    return parseSpecial(text);
  }
  return isExact(value, 0) ? value : parseSpecial(text);
}

/**
 * Whether no number in it can have lost digits. Looking at the numbers costs less than looking for digits in the text:
 * most of a large message is strings.
 */
function isExact(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MOST_NESTED) return false;
  if (Array.isArray(value)) return value.every((item) => isExact(item, depth + 1));
  for (const key of Object.keys(value))
    if (!isExact((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}

/** Begins the strings that stand for what JSON.parse does not know. Random, that no message can write one. */
const TAG = randomBytes(9).toString('base64');

function parseSpecial(text: string): unknown {
  try {
    const tagged = replaceSpecial(text, (word) => `"${TAG}${word}"`);
    return tagged === text ? JSON.parse(text) : untag(JSON.parse(tagged));
  } catch {
    // Once more with what JSON.parse takes, as long: its message then has the place, and no tag.
    JSON.parse(replaceSpecial(text, (word) => '1'.repeat(word.length)));
    throw new SyntaxError('The JSON text has more of NaN, Infinity and big integers than a string can hold.');
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
/** Whether a character, by its code, can be part of a number or of a word such as NaN. */
const IN_WORD = new Uint8Array(128);
for (const character of '+-.0123456789_$ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  IN_WORD[character.charCodeAt(0)] = 1;
}

/** `text`, with every special word outside of strings replaced. By characters: a RegExp may backtrack over MiBs. */
function replaceSpecial(text: string, replacement: (word: string) => string): string {
  let result = '';
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (IN_WORD[code] === 1) {
      const start = at;
      while (IN_WORD[text.charCodeAt(at)] === 1) at++;
      if (at - start < 3) continue;
      const word = text.slice(start, at);
      if (!isSpecial(word)) continue;
      result += text.slice(copied, start) + replacement(word);
      copied = at;
    } else {
      at++;
    }
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** The place after the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start; ; ) {
    at = text.indexOf('"', at + 1);
    if (at === -1) return text.length;
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((at - before) % 2 === 1) return at + 1;
  }
}

function isSpecial(word: string): boolean {
  if (word === 'NaN' || word === 'Infinity' || word === '-Infinity') return true;
  if (word.length < 16) return false;
  const digits = word.startsWith('-') ? word.slice(1) : word;
  // With a point or an exponent it is a float, which JSON.parse reads as Python does; 01 it refuses, as Python does.
  if (digits.startsWith('0') || /[^0-9]/.test(digits)) return false;
  if (digits.length > MOST_DIGITS) {
    throw new SyntaxError(`JSON with an integer of ${digits.length} digits; ${MOST_DIGITS} are the most.`);
  }
  return !Number.isSafeInteger(Number(word));
}

/** Puts values where their tagged strings are. With a stack of its own: JSON.parse nests deeper than calls can. */
function untag(root: unknown): unknown {
  const holder = { root };
  const containers: object[] = [holder];
  for (let container = containers.pop(); container; container = containers.pop()) {
    if (Array.isArray(container)) {
      for (let index = 0; index < container.length; index++) visit(container, index, containers);
    } else {
      for (const key of Object.keys(container)) {
        if (key.startsWith(TAG)) throw new SyntaxError('A key of an object in JSON is a string.');
        visit(container, key, containers);
      }
    }
  }
  return holder.root;
}

function visit(container: object, key: string | number, containers: object[]): void {
  const members = container as Record<string | number, unknown>;
  const value = members[key];
  // An assignment does for `__proto__` too: it is an own property here, which goes before the inherited setter.
  if (typeof value === 'string' && value.startsWith(TAG)) members[key] = special(value.slice(TAG.length));
  else if (typeof value === 'object' && value !== null) containers.push(value);
}

const special = (word: string) => (/[Ny]$/.test(word) ? Number(word) : BigInt(word));
