/** What an object has in it; an own property that no field can have the name of, and that comparing two objects sees. */
export const STATE = Symbol('state');

export interface State {
  /** Where the catalogue does not have it. */
  name: string | undefined;
  /** The version that it came in, where that is another one than the catalogue has. */
  version: string | undefined;
  readonly data: Map<string, unknown>;
  readonly changed: Set<string>;
}

/** What is common to all objects, for those who need not know what they are. */
export interface Stateful {
  readonly [STATE]: State;
  readonly objName: string;
  /** In a version, by default its own or that of `versions`, which also holds for the objects in it. */
  toPrimitive(version?: string, versions?: Readonly<Record<string, string>>): unknown;
  /** Whether whatChanged() has any. */
  hasChanged(): boolean;
}

export const isObject = (value: unknown): value is Stateful =>
  typeof value === 'object' && value !== null && STATE in value;
