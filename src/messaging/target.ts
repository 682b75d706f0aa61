import { assertOptions, isNamed } from './options.js';

/** What a Target is made of; all may be left out, and undefined is as left out. */
export interface TargetInit {
  /** Scope of the topic; without it the transport's control exchange. */
  readonly exchange?: string | undefined;
  /** What servers listen on, and clients send to. */
  readonly topic?: string | undefined;
  /** Names one of the interfaces behind a topic. Absent is an interface of its own, the null namespace. */
  readonly namespace?: string | undefined;
  /** Of the interface, as "major.minor". Absent is 1.0. */
  readonly version?: string | undefined;
  /** One of the servers of the topic. */
  readonly server?: string | undefined;
  /** Whether each server of the topic gets the message. */
  readonly fanout?: boolean | undefined;
  /** Namespaces that an endpoint also answers to, for a change of names during an upgrade. */
  readonly legacyNamespaces?: readonly string[] | undefined;
}

const STRINGS = ['exchange', 'topic', 'namespace', 'version', 'server'] as const;
const SHOWN = [...STRINGS, 'fanout'] as const;
export const TARGET_OPTIONS: readonly string[] = [...SHOWN, 'legacyNamespaces'];

/**
 * Where a message goes, what a server listens to, or what an endpoint implements. Does not change. Throws a TypeError
 * that names the option that is wrong. oslo_messaging.Target.
 */
export class Target {
  readonly exchange: string | undefined;
  readonly topic: string | undefined;
  readonly namespace: string | undefined;
  readonly version: string | undefined;
  readonly server: string | undefined;
  readonly fanout: boolean;
  readonly legacyNamespaces: readonly string[] | undefined;

  constructor(init: TargetInit = {}) {
    check(init);
    this.exchange = init.exchange;
    this.topic = init.topic;
    this.namespace = init.namespace;
    this.version = init.version;
    this.server = init.server;
    this.fanout = init.fanout ?? false;
    this.legacyNamespaces = init.legacyNamespaces && Object.freeze([...init.legacyNamespaces]);
  }

  /** The namespaces that an endpoint with this target answers to; undefined is the null namespace. */
  get acceptedNamespaces(): (string | undefined)[] {
    return [this.namespace, ...(this.legacyNamespaces ?? [])];
  }

  /**
   * A copy with some options replaced. An override that is undefined replaces nothing. As in oslo.messaging, where it
   * is a call of the target, the copy has no legacyNamespaces unless they are given.
   */
  with(overrides: TargetInit): Target {
    check(overrides);
    return new Target({
      exchange: overrides.exchange ?? this.exchange,
      topic: overrides.topic ?? this.topic,
      namespace: overrides.namespace ?? this.namespace,
      version: overrides.version ?? this.version,
      server: overrides.server ?? this.server,
      fanout: overrides.fanout ?? this.fanout,
      legacyNamespaces: overrides.legacyNamespaces,
    });
  }

  /** As `<Target topic=compute, server=host1>`: what is set, without legacyNamespaces. */
  toString(): string {
    const set = SHOWN.filter((option) => this[option]).map((option) => `${option}=${this[option]}`);
    return `<Target ${set.join(', ')}>`;
  }
}

/** For JavaScript, where no compiler did it. */
function check(init: TargetInit): void {
  if (!isNamed(init)) refuse('options', init, 'an object');
  // As Python does with an argument that it does not know: a misspelt server would be every server.
  assertOptions('A target', init, TARGET_OPTIONS);
  for (const option of STRINGS) {
    if (init[option] !== undefined && !isString(init[option])) refuse(option, init[option], 'a string');
  }
  const { fanout, legacyNamespaces: legacy } = init;
  if (fanout !== undefined && typeof fanout !== 'boolean') refuse('fanout', fanout, 'a boolean');
  if (legacy === undefined) return;
  if (!Array.isArray(legacy)) refuse('legacyNamespaces', legacy, 'an array of strings');
  const wrong = legacy.findIndex((namespace: unknown) => !isString(namespace));
  if (wrong !== -1) refuse(`legacyNamespaces[${wrong}]`, legacy[wrong], 'a string');
}

const isString = (value: unknown) => typeof value === 'string';

function refuse(option: string, found: unknown, expected: string): never {
  throw new TypeError(`Wrong ${option} of a target: found ${describe(found)}, expected ${expected}.`);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `the string ${JSON.stringify(value)}`;
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`;
  return Array.isArray(value) ? 'an array' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}

/** The target itself, or one made of its options. */
export const targetOf = (target: Target | TargetInit) =>
  target instanceof Target ? target : new Target(target);
