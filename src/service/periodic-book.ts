import { badValue } from './bad-value.js';
import { declarationsOf, methodName } from './periodic-declarations.js';
import { type PeriodicTaskOptions, periodicTaskSettings } from './periodic-options.js';
import { type PeriodicCallback, PeriodicTask } from './periodic-task.js';

interface Declared<Context> {
  readonly options: PeriodicTaskOptions;
  readonly task: PeriodicTask<Context>;
}

export interface BookOptions {
  /** Whose methods the declared tasks are. */
  readonly target: object;
  readonly name: string;
  /** Whether tasks with externalProcessOk are active. */
  readonly runsExternal: boolean;
  /** Seconds of the clock. */
  readonly now: () => number;
  readonly info: (sentence: string) => void;
}

/** The tasks of a PeriodicTasks: those that its target has declared, then those that were added. */
export class PeriodicBook<Context> {
  readonly name: string;
  readonly #options: BookOptions;
  readonly #declared = new Map<PropertyKey, Declared<Context>>();
  readonly #added: PeriodicTask<Context>[] = [];
  /** From when the first runs of declared tasks are counted. */
  #since: number;

  constructor(options: BookOptions) {
    this.#options = options;
    this.name = options.name;
    this.#since = options.now();
  }

  /** In the order of their registration, those that are switched off included. */
  get tasks(): PeriodicTask<Context>[] {
    return [...[...this.#declared.values()].map(({ task }) => task), ...this.#added];
  }

  get active(): PeriodicTask<Context>[] {
    return this.tasks.filter(({ active }) => active);
  }

  /** Whether any task has. */
  get hasRun(): boolean {
    return this.tasks.some(({ hasRun }) => hasRun);
  }

  /** First runs that are still to come are counted from now. */
  countFromNow(): void {
    this.#since = this.#options.now();
    for (const task of this.tasks) task.countFrom(this.#since);
  }

  /**
   * Takes over what the target has declared since the last time: decorated methods of a subclass are declared after the
   * constructors of its base classes. Throws LaunchError NL_BAD_VALUE, and takes over nothing then.
   */
  collect(): void {
    const { target } = this.#options;
    const declared = new Map(this.#declared);
    const made: PeriodicTask<Context>[] = [];
    for (const [key, options] of declarationsOf(target)) {
      if (declared.get(key)?.options === options) continue;
      const task = this.#make(this.#method(key), options, methodName(key), this.#since);
      declared.set(key, { options, task });
      made.push(task);
    }
    if (made.length === 0) return;
    const names = new Set<string>();
    for (const { settings } of [...[...declared.values()].map(({ task }) => task), ...this.#added])
      this.#checkName(settings.name, names);
    for (const [key, value] of declared) this.#declared.set(key, value);
    for (const task of made) this.#tellIfOff(task);
  }

  /** Returns whether the task is one that is not switched off. */
  add(callback: PeriodicCallback<Context>, options: PeriodicTaskOptions): boolean {
    if (typeof callback !== 'function')
      throw badValue(`The callback of a periodic task of ${this.name}`, callback, 'a function');
    const task = this.#make(callback, options, callback.name, this.#options.now());
    this.#checkName(task.settings.name, new Set(this.tasks.map(({ settings }) => settings.name)));
    this.#added.push(task);
    this.#tellIfOff(task);
    return task.settings.enabled;
  }

  #make(
    callback: PeriodicCallback<Context>,
    options: PeriodicTaskOptions,
    name: string,
    since: number,
  ): PeriodicTask<Context> {
    const settings = periodicTaskSettings(options, name);
    const task = new PeriodicTask(settings, callback, this.#options.runsExternal);
    task.countFrom(since);
    return task;
  }

  /** Looked up at each call: a method can be replaced, in a test for example. */
  #method(key: PropertyKey): PeriodicCallback<Context> {
    const target = this.#options.target as Record<PropertyKey, PeriodicCallback<Context>>;
    if (typeof target[key] !== 'function')
      throw badValue(`The periodic task ${methodName(key)} of ${this.name}`, target[key], 'a method');
    return (context, signal) => target[key]!(context, signal);
  }

  #checkName(name: string, names: Set<string>): void {
    if (names.has(name))
      throw badValue(`The name of a periodic task of ${this.name}`, name, 'a name that no other has');
    names.add(name);
  }

  #tellIfOff({ settings: { name, enabled, spacing } }: PeriodicTask<Context>): void {
    if (enabled) return;
    const why = spacing < 0 ? 'its spacing is negative' : 'it is not enabled';
    this.#options.info(`The periodic task ${this.name}.${name} is left out: ${why}.`);
  }
}
