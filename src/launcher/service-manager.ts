import type { Notifier, Told } from './notifier.js';

/** The service manager that runs this process, if it wants to be told how that does; what tells it is loaded then. */
export class ServiceManager {
  readonly #loading: Promise<void> | undefined;
  #notifier: Notifier | undefined;

  constructor(told: Told, env: NodeJS.ProcessEnv = process.env) {
    if (!env.NOTIFY_SOCKET) return;
    this.#loading = import('./notifier.js').then(({ Notifier }) => {
      this.#notifier = new Notifier(told, env);
    });
  }

  /** To be called whenever something has changed: what there is to tell follows from the facts. */
  changed(): void {
    this.#notifier?.changed();
  }

  /** Resolves when the last of it is told. */
  async close(): Promise<void> {
    await this.#loading;
    this.#notifier?.changed();
    await this.#notifier?.close();
  }
}
