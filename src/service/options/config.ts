import { LaunchError } from '../../errors.js';
import { type Log, reason } from '../log.js';
import type { Logger } from '../types.js';
import { type Changes, type Mutation, mutation, withKept } from './changes.js';
import { type Checked, checkOptions } from './check.js';
import type { Declared, OptionFault } from './declared.js';
import { maskedConfig } from './masked.js';
import { dotted, frozen, leaves } from './values.js';

type Values = Readonly<Record<string, unknown>>;

/** Called after a mutate, before reset(), when the new values hold. oslo_config.cfg.ConfigOpts.register_mutate_hook. */
export type MutateListener = (changes: Changes) => unknown;

/** What every config can do beside having values; not enumerable, and not there where an option has that name. */
export interface ConfigHooks {
  /** Calls back with what exactly changed, whenever a mutate has changed something. Returns how to end that. */
  onMutate(listener: MutateListener): () => void;
}

/** Where a config comes from. */
export interface ConfigSource {
  readonly config: Values;
  /** Keys that stand there for other services; see ServiceDefinition.sharedKeys. */
  readonly sharedKeys?: readonly string[] | undefined;
}

/** The config of one service in one process, from its start through every mutate. */
export class RuntimeConfig {
  readonly #listeners = new Set<MutateListener>();
  #declared: Declared = { configKeys: [] };
  #isDeclared = false;
  #values: Values;
  /** What they were made of. */
  #given: Values;

  constructor(
    private readonly service: string,
    source: ConfigSource,
    private readonly log: Log,
  ) {
    this.#given = source.config;
    this.#values = this.#withHooks(frozen(source.config));
  }

  /** Whether it is known what the service declares. */
  get isDeclared(): boolean {
    return this.#isDeclared;
  }

  /** What holds now; frozen. */
  get values(): Values & ConfigHooks {
    return this.#values as Values & ConfigHooks;
  }

  /** Takes up what the service has declared. Throws LaunchError NL_OPTIONS with every fault of the config. */
  async declare(declared: Declared, source: ConfigSource): Promise<void> {
    this.#declared = declared;
    this.#isDeclared = true;
    await this.replace(source);
  }

  /** Changes nothing. Throws LaunchError NL_OPTIONS where replace() would. */
  async checkReplace(source: ConfigSource): Promise<void> {
    await this.#check(source);
  }

  /**
   * Resolves to the options that mutate() would let keep their values; changes nothing. Throws LaunchError NL_OPTIONS
   * where mutate() would.
   */
  async judge(source: ConfigSource): Promise<readonly string[]> {
    return (await this.#mutation(source)).kept;
  }

  /** Another config, for a service that is started anew. Throws LaunchError NL_OPTIONS, and keeps the old one then. */
  async replace(source: ConfigSource): Promise<void> {
    this.#values = this.#withHooks((await this.#check(source)).values);
    this.#given = source.config;
  }

  /**
   * Another config, for a service that goes on: options that are not mutable keep their values, with a warning. Calls
   * the listeners; what they throw is logged. Throws LaunchError NL_OPTIONS, also where what is kept does not go with the
   * rest, and keeps the old config then.
   */
  async mutate(source: ConfigSource): Promise<Changes> {
    const { values, changes, kept, given } = await this.#mutation(source);
    this.#values = this.#withHooks(values);
    this.#given = given;
    if (kept.length > 0) {
      this.log.warn(
        { options: kept },
        `These options of ${this.service} cannot change while it runs; they keep their values until a restart: ${kept.join(', ')}.`,
      );
    }
    if (Object.keys(changes).length > 0) await this.#tell(changes);
    return changes;
  }

  /** Without secrets. */
  masked(): Values {
    return maskedConfig(this.#declared.schema, this.#values) as Values;
  }

  /** One line with every option, secrets masked. oslo_config.cfg.ConfigOpts.log_opt_values. */
  dump(log: Pick<Logger, 'debug' | 'info'>, level: 'debug' | 'info' = 'debug'): void {
    const options = Object.fromEntries(leaves(this.masked()).map(([path, value]) => [dotted(path), value]));
    const text = Object.entries(options).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
    const sentence = text.length > 0 ? `${text.join(', ')}.` : 'none.';
    log[level]({ options }, `The options of ${this.service}: ${sentence}`);
  }

  async #mutation(source: ConfigSource): Promise<Mutation & { readonly given: Values }> {
    const { values } = await this.#check(source);
    const found = mutation(this.#declared.schema, this.#values, values);
    const given = withKept(source.config, this.#given, found.keptPaths);
    if (found.kept.length === 0) return { ...found, given };
    const { faults } = await checkOptions(this.#declared, given, source.sharedKeys ?? []);
    if (faults.length > 0) {
      const remedy = `It does not go with what keeps its value until a restart (${found.kept.join(', ')}): restart the service.`;
      throw optionsError(
        this.service,
        faults.map((fault) => ({ ...fault, remedy })),
      );
    }
    return { ...found, given };
  }

  async #check(source: ConfigSource): Promise<Checked> {
    const checked = await checkOptions(this.#declared, source.config, source.sharedKeys ?? []);
    if (checked.faults.length > 0) throw optionsError(this.service, checked.faults);
    return checked;
  }

  async #tell(changes: Changes): Promise<void> {
    for (const listener of [...this.#listeners]) {
      try {
        await listener(changes);
      } catch (err) {
        this.log.error({ err }, `An onMutate of ${this.service} failed: ${reason(err)}`);
      }
    }
  }

  #withHooks(values: Values): Values {
    if (Object.hasOwn(values, 'onMutate')) return values;
    const onMutate = (listener: MutateListener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    };
    return Object.freeze(Object.defineProperty({ ...values }, 'onMutate', { value: onMutate }));
  }
}

/** All that is wrong with the config of a service, one line each. */
export function optionsError(service: string, faults: readonly OptionFault[]): LaunchError {
  const lines = faults.map(({ path, message, expected, remedy }) => {
    const place = dotted(['config', ...path]);
    return `${place} of the service ${service}: ${message}${expected ? `; expected ${expected}` : ''}. Remedy: ${remedy}`;
  });
  return new LaunchError('NL_OPTIONS', lines.join('\n'));
}
