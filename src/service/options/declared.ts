import { badValue } from '../bad-value.js';
import { isOptionSchema, type OptionSchema } from './schema.js';

/** What is wrong with one option. */
export interface OptionFault {
  readonly path: readonly (string | number)[];
  /** Whether the key is what is wrong, or its value. */
  readonly at: 'key' | 'value';
  /** What was found, or what the schema says of it. */
  readonly message: string;
  /** Absent where the message says it. */
  readonly expected?: string;
  readonly remedy: string;
}

/** What a service says of its options. */
export interface Declared {
  readonly schema?: OptionSchema;
  /** Options of its base class, which that checks itself. */
  readonly configKeys: readonly string[];
  readonly checkConfig?: (config: Readonly<Record<string, unknown>>) => readonly OptionFault[];
  /** Of the options of its base class, as a JSON Schema. */
  readonly describeConfig?: () => object;
}

/** What a class, a factory or an object may have to declare its options; of a module, an export `options` will do. */
export interface Declaring {
  /** A zod object; `.meta({ mutable: true })` and `.meta({ secret: true })` say so of an option. */
  readonly options?: unknown;
  /** Keys of the config that the class reads and checks itself. */
  readonly configKeys?: readonly string[];
  readonly checkConfig?: Declared['checkConfig'];
  readonly describeConfig?: Declared['describeConfig'];
}

/** Throws LaunchError NL_BAD_VALUE for a schema of another kind; what is none at all is not ours. */
export function declaredBy(given: unknown, exported?: unknown): Declared {
  const holder = (typeof given === 'function' || typeof given === 'object') && given !== null ? given : {};
  const { options = exported, configKeys = [], checkConfig, describeConfig } = holder as Declaring;
  const schema = isOptionSchema(options) ? options : undefined;
  if (!schema && isOtherSchema(options)) {
    throw badValue('options of the service', options, 'a zod schema of zod 4, like z.object({ ... })');
  }
  return {
    ...(schema && { schema }),
    configKeys,
    ...(checkConfig && { checkConfig: (config) => checkConfig.call(given, config) }),
    ...(describeConfig && { describeConfig: () => describeConfig.call(given) }),
  };
}

const isOtherSchema = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && ('~standard' in value || 'safeParse' in value);
