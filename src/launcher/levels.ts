import { LaunchError } from '../errors.js';
import type { State } from '../supervisor/types.js';
import type { LauncherLog } from './launcher-log.js';
import { LEVELS } from './log.js';
import type { ToWorker } from './messages.js';

/** What an operator may choose; `default` is what the config says. */
const CHOICES = [...LEVELS, 'default'];

/** Throws LaunchError NL_USAGE for what is no level. */
export function checkLevel(level: string): void {
  if (CHOICES.includes(level)) return;
  const remedy = `There are: ${CHOICES.join(', ')}.`;
  throw new LaunchError('NL_USAGE', `${JSON.stringify(level)} is no log level`, { remedy });
}

/** Says that a service logs at another level now; returns the sentence. */
export function tellLevel(log: LauncherLog, service: string, level: string): string {
  const sentence =
    level === 'default'
      ? `Service ${service} logs at the level of its config again.`
      : `Service ${service} logs at the level ${level} until the next reload.`;
  log.write('info', sentence, { id: 'log-level', service, logLevel: level });
  return sentence;
}

/** The launcher's own lines have another level now; returns the sentence, which is told while it can be. */
export function changeOwnLevel(log: LauncherLog, level: string): string {
  checkLevel(level);
  const sentence =
    level === 'default'
      ? 'The launcher itself logs at its usual level again.'
      : `The launcher itself logs at the level ${level} until it is told otherwise.`;
  const tell = () => log.write('info', sentence, { id: 'log-level', logLevel: level });
  const told = log.shows('info');
  if (told) tell();
  log.logAt(level);
  if (!told) tell();
  return sentence;
}

/**
 * Log levels that an operator has chosen for services. One holds for all workers of the generation that served then,
 * those that are forked for it later included; what a reload brings logs as its config says.
 */
export class Levels {
  readonly #chosen = new Map<string, { readonly level: string; readonly generation: number }>();

  constructor(
    private readonly log: LauncherLog,
    private readonly send: (worker: number, message: ToWorker) => void,
  ) {}

  /** Returns what was done, as a sentence. Throws LaunchError NL_USAGE for what is no level. */
  choose({ services, slots }: State, name: string, level: string): string {
    checkLevel(level);
    const { generation } = services.find((service) => service.name === name)!;
    this.#chosen.set(name, { level, generation });
    for (const { service, worker, generation: its } of slots)
      if (worker !== null && service === name && its === generation)
        this.send(worker, { type: 'level', level });
    return tellLevel(this.log, name, level);
  }

  /** A worker was forked. */
  forked(worker: number, service: string, generation: number): void {
    const chosen = this.#chosen.get(service);
    if (chosen?.generation === generation && chosen.level !== 'default')
      this.send(worker, { type: 'level', level: chosen.level });
  }
}
