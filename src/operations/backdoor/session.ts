import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { inspect } from 'node:util';
import { reason } from '../../service/log.js';
import { helpersFor, type Terminal, WAITED_FOR } from './helpers.js';
import type { BackdoorScope } from './scope.js';
import { catchingStrays, microtaskQueue } from './stray-errors.js';

/** What node:repl lets be replaced, though its types do not say so. */
interface Replaceable {
  eval: (code: string, context: object, file: string, done: (...outcome: unknown[]) => void) => void;
  displayPrompt: (preserveCursor?: boolean) => void;
}

/** One REPL, which takes a line after the other. */
export interface Session {
  /** Resolves when the line is done, its `await` included, or when the REPL has ended. */
  take(line: string): Promise<void>;
  /** Whether it has ended, by .exit. */
  readonly ended: boolean;
}

/** In place of the domain in which node:repl would run the lines. */
class NoDomain extends EventEmitter {
  readonly bind = <F>(evaluate: F): F => evaluate;
}

const WAITED = new RegExp(`^\\s*(?:${WAITED_FOR.join('|')})\\s*\\(.*\\)\\s*;?\\s*$`);

/** Of a stack: from where the line was run, downwards. */
const OWN_FRAMES = /\n *at ContextifyScript\.runInContext .*(?:\n *at .*)*/g;

export const promptFor = ({ service, worker }: BackdoorScope) => `${service}[${worker}]> `;

/** Begins a REPL. What goes wrong in a line, at once or later, is printed, and never reaches the process. */
export async function openSession(scope: BackdoorScope, terminal: Terminal): Promise<Session> {
  const { start } = await import('node:repl');
  const input = new PassThrough();
  const domain = new NoDomain();
  const onError = (error: unknown) => domain.emit('error', error);
  const options = { prompt: '', input, output: outputTo(terminal), terminal: false, writer: shown };
  const repl = start({ ...options, ignoreUndefined: true, ...{ domain } });
  repl.setPrompt(promptFor(scope));

  const state = { ended: false, evaluating: false, done: () => {} };
  const { eval: evaluate, displayPrompt } = repl as unknown as Replaceable;
  const replaced: Replaceable = {
    eval: (code, context, file, done) => {
      state.evaluating = true;
      const finish = (...outcome: unknown[]) => {
        state.evaluating = false;
        done(...outcome);
        state.done();
      };
      const waiting = WAITED.test(code) ? `await ${code}` : code;
      catchingStrays(onError, () => evaluate.call(repl, waiting, context, file, finish));
    },
    // After each line, also one like .help, and after an error that comes later.
    displayPrompt: (preserveCursor) => {
      if (!state.ended) displayPrompt.call(repl, preserveCursor);
      if (!state.evaluating) state.done();
    },
  };
  Object.assign(repl, replaced);

  const end = () => {
    state.ended = true;
    state.done();
  };
  repl.on('exit', end);
  terminal.signal.addEventListener('abort', end, { once: true });

  const helpers = {
    ...helpersFor(scope, { ...terminal, print: (text) => terminal.print(`${text}\n`) }),
    queueMicrotask: microtaskQueue(onError),
  };
  const fill = (context: object) => defineScope(context, scope.values, helpers);
  fill(repl.context);
  repl.on('reset', fill);

  return {
    take: (line) =>
      new Promise((resolve) => {
        state.done = resolve;
        input.write(`${line}\n`);
      }),
    get ended() {
      return state.ended;
    },
  };
}

function outputTo({ print }: Terminal): Writable {
  return new Writable({
    decodeStrings: false,
    write: (text, _encoding, done) => {
      print(String(text));
      done();
    },
  });
}

function defineScope(context: object, values: BackdoorScope['values'], helpers: object): void {
  for (const name of Object.keys(values)) {
    const get = () => values[name];
    // A line may use the name for something else.
    const set = (value: unknown) => {
      Object.defineProperty(context, name, { value, writable: true, configurable: true, enumerable: true });
    };
    Object.defineProperty(context, name, { get, set, configurable: true, enumerable: true });
  }
  Object.assign(context, helpers);
}

/** How a value is printed; what an object of the service throws at that would otherwise leave the REPL. */
function shown(value: unknown): string {
  try {
    const text = inspect(value, { depth: 3 });
    return text.replaceAll(OWN_FRAMES, (frames) => (frames.endsWith(' {') ? ' {' : ''));
  } catch (error) {
    return `(It cannot be shown: ${reason(error)})`;
  }
}
