import type { PythonIdentity } from '../../messaging/index.js';
import { format } from './format.js';

/** What stands in the text of an exception, by name. */
export type Kwargs = Readonly<Record<string, unknown>>;

/**
 * An error of Nova. Made with the values of its text, `new NoValidHost({ reason })`, or with a whole text and them.
 * Callers get the class of the same name: Python's where they are Python. nova.exception.NovaException.
 */
export class NovaException extends Error {
  /** The text, with the names of its values as Python writes them: `%(reason)s`. */
  static readonly msg_fmt: string = 'An unknown exception occurred.';
  /** What nova-api answers with, of HTTP. */
  static readonly code: number = 500;

  static get python(): PythonIdentity {
    // biome-ignore lint/complexity/noThisInStatic: each class has its own.
    return { module: 'nova.exception', class: this.name };
  }

  /** What it was made with, and the code; they travel with it. */
  readonly kwargs: Kwargs;
  readonly code: number;

  constructor(textOrKwargs: string | Kwargs | null = null, kwargs?: Kwargs) {
    const { msg_fmt, code } = new.target;
    const values = kwargs ?? (typeof textOrKwargs === 'string' ? {} : (textOrKwargs ?? {}));
    const text = typeof textOrKwargs === 'string' && textOrKwargs !== '' ? textOrKwargs : undefined;
    super(text ?? format(msg_fmt, values));
    this.name = new.target.name;
    this.kwargs = { code, ...values };
    this.code = typeof this.kwargs.code === 'number' ? this.kwargs.code : code;
  }

  /** What its Python counterpart is constructed with. */
  get args(): readonly unknown[] {
    return [this.message];
  }
}
