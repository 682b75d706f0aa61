import { maskLine, maskValue } from './mask-json.js';

/** Below it, a value is no secret but a word. */
const SHORTEST_SECRET = 4;

/** Values that are told to nobody, and what can be told without them. */
export class Secrets {
  /** In all forms in which they may stand in a text. */
  #forms: readonly string[] = [];

  constructor(secrets: readonly string[] = []) {
    this.add(secrets);
  }

  /** Short ones are left, they would mask words. */
  add(secrets: readonly string[]): void {
    const inner = (text: string) => JSON.stringify(text).slice(1, -1);
    // One of several lines is printed line by line; one with quotes is escaped, and once more in a line about a line.
    const forms = secrets.flatMap((secret) => [secret, ...secret.split('\n')]);
    const all = forms.flatMap((form) => [form, inner(form), inner(inner(form))]);
    const known = new Set([...this.#forms, ...all.filter((form) => form.length >= SHORTEST_SECRET)]);
    // The longest first: one that is the beginning of another must not uncover the rest of that.
    this.#forms = [...known].sort((a, b) => b.length - a.length);
  }

  /** `text` without them; what is JSON stays JSON. */
  masked(text: string): string {
    return maskLine(text, this.#forms);
  }

  /** What JSON can tell, without them. */
  maskedValue<Told>(told: Told): Told {
    return this.#forms.length === 0 ? told : (maskValue(told, this.#forms) as Told);
  }
}
