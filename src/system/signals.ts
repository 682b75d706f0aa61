export type SignalListener = (signal: NodeJS.Signals) => void;

/**
 * One place for the process's signals: several launchers in one process share them, and none takes another's away.
 * Counterpart of oslo_service.service.SignalHandler. Callbacks run in the event loop, newest first.
 */
export class SignalHandler {
  static #instance: SignalHandler | undefined;
  readonly #listeners = new Map<NodeJS.Signals, Set<SignalListener>>();
  readonly #dispatch = (signal: NodeJS.Signals) => {
    for (const listener of [...(this.#listeners.get(signal) ?? [])].reverse()) listener(signal);
  };

  /** The one handler of this process. */
  static instance(): SignalHandler {
    SignalHandler.#instance ??= new SignalHandler();
    return SignalHandler.#instance;
  }

  /** Calls back at the signal, which loses its default effect; returns a function that takes the callback out again. */
  addHandler(signal: NodeJS.Signals, listener: SignalListener): () => void {
    let listeners = this.#listeners.get(signal);
    if (!listeners) {
      listeners = new Set();
      this.#listeners.set(signal, listeners);
      process.on(signal, this.#dispatch);
    }
    listeners.add(listener);
    return () => this.#remove(signal, listener);
  }

  /** The same callback for several signals. */
  addHandlers(signals: readonly NodeJS.Signals[], listener: SignalListener): () => void {
    const removers = signals.map((signal) => this.addHandler(signal, listener));
    return () => {
      for (const remove of removers) remove();
    };
  }

  #remove(signal: NodeJS.Signals, listener: SignalListener): void {
    const listeners = this.#listeners.get(signal);
    if (!listeners?.delete(listener) || listeners.size > 0) return;
    this.#listeners.delete(signal);
    process.off(signal, this.#dispatch);
  }
}
