import type { DefinitionInput } from './generated/input.js';

/** What a definition is loaded from; the CLI passes on what was written on its command line. */
export interface LoadRequest {
  /** The file; without it NOVA_LAUNCH_CONFIG, then ./services.json. */
  readonly config?: string | undefined;
  /** A definition in memory instead of a file; its faults name "definition" as their file. */
  readonly definition?: DefinitionInput | undefined;
  /** The services to run; without it every one of the definition. */
  readonly binaries?: readonly string[] | undefined;
  /** Overrides what the definition says, for every selected service. */
  readonly workers?: number | 'auto' | undefined;
  /** group.key=value, laid over the config of every selected service. */
  readonly set?: readonly string[] | undefined;
  /** Options like --group.key=value, laid over that. */
  readonly serviceOptions?: readonly string[] | undefined;
  /** Where ./services.json and the current package are looked for. */
  readonly cwd?: string | undefined;
  /** What ${VAR} is taken from. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}
