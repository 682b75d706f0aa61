import type { MessagingLog } from '../../src/messaging/index.js';

export interface Said {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: unknown;
  readonly sentence: string;
}

/** Keeps what a transport says, and prints nothing: most of it is what the tests provoke. */
export class KeptLog {
  readonly said: Said[] = [];

  readonly #watchers = new Set<() => void>();

  /** Resolves when what was said makes the condition true. */
  async until(condition: (said: readonly Said[]) => boolean, deadline = 20): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const late = () =>
        reject(
          new Error(`Waited ${deadline} s. Said: ${this.said.map(({ sentence }) => sentence).join('\n')}`),
        );
      const timer = setTimeout(late, deadline * 1000);
      const check = () => {
        if (!condition(this.said)) return;
        clearTimeout(timer);
        this.#watchers.delete(check);
        resolve();
      };
      this.#watchers.add(check);
      check();
    });
  }

  /** The sentences of a level, so far. */
  of(level: Said['level']): string[] {
    return this.said.filter((line) => line.level === level).map(({ sentence }) => sentence);
  }

  get log(): MessagingLog {
    const keep = (level: Said['level']) => (fields: unknown, sentence?: string) => {
      this.said.push({ level, fields, sentence: sentence ?? String(fields) });
      for (const watcher of [...this.#watchers]) watcher();
    };
    return {
      debug: keep('debug'),
      info: keep('info'),
      warn: keep('warn'),
      error: keep('error'),
    } as MessagingLog;
  }
}
