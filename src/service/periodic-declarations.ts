import { badValue } from './bad-value.js';
import { type PeriodicTaskOptions, periodicTaskSettings } from './periodic-options.js';

/** A method that is declared to be a periodic task. */
export type PeriodicMethod = (context: never, signal: AbortSignal) => unknown;

/** What an object has declared, by the name of the method. */
export type Declarations = ReadonlyMap<PropertyKey, PeriodicTaskOptions>;

/** On the objects themselves: the decorator may come from another copy of this module than PeriodicTasks. */
const DECLARED = Symbol.for('nova-launch.periodicTasks');

type Declaring = { [DECLARED]?: Map<PropertyKey, PeriodicTaskOptions> };
type Decorator = (method: PeriodicMethod, context: ClassMethodDecoratorContext) => void;

/**
 * Makes a method a periodic task: `@periodicTask` or `@periodicTask({ spacing: 10 })`, a standard decorator. Throws
 * LaunchError NL_BAD_VALUE, when the class is made, for wrong and unknown options, for a static or a private method, and
 * where decorators are compiled in the old way (experimentalDecorators). oslo_service.periodic_task.periodic_task.
 */
export function periodicTask(method: PeriodicMethod, context: ClassMethodDecoratorContext): void;
export function periodicTask(options?: PeriodicTaskOptions): Decorator;
export function periodicTask(
  first: PeriodicMethod | PeriodicTaskOptions = {},
  ...rest: unknown[]
): Decorator | undefined {
  if (rest.length === 0 && typeof first !== 'function') return (_method, context) => declare(first, context);
  declare({}, rest[0]);
  return undefined;
}

function declare(options: PeriodicTaskOptions, context: unknown): void {
  const {
    kind,
    name,
    private: hidden,
    static: ofClass,
  } = (context ?? {}) as Partial<ClassMethodDecoratorContext>;
  if (kind === undefined)
    throw badValue('What @periodicTask got', context, 'the context of a standard decorator');
  const what = String(name);
  if (kind !== 'method') throw badValue(`What @periodicTask stands at (${what})`, kind, 'method');
  if (hidden || ofClass)
    throw badValue(
      `The method ${what} of @periodicTask`,
      hidden ? 'private' : 'static',
      'a method that is neither',
    );
  periodicTaskSettings(options, methodName(name!));
  // By the object, not by the method: a decorator further out may put another in its place.
  (context as ClassMethodDecoratorContext).addInitializer(function (this: unknown) {
    const object = this as Declaring;
    if (!Object.hasOwn(object, DECLARED)) Object.defineProperty(object, DECLARED, { value: new Map() });
    object[DECLARED]?.set(name!, options);
  });
}

/**
 * What `target` has declared: first what stands in `static periodicTasks` of its classes, then what is decorated, from the
 * base class on. A subclass that declares a method again takes the place of its base class; where both ways
 * declare a method, `static periodicTasks` has the last word. Throws LaunchError NL_BAD_VALUE.
 */
export function declarationsOf(target: object): Declarations {
  const all = new Map<PropertyKey, PeriodicTaskOptions>((target as Declaring)[DECLARED]);
  const inStatic = new Map<PropertyKey, PeriodicTaskOptions>();
  for (const ofClass of classesOf(target)) {
    const declared: unknown = Object.hasOwn(ofClass, 'periodicTasks')
      ? (ofClass as { periodicTasks?: unknown }).periodicTasks
      : undefined;
    if (declared === undefined) continue;
    if (typeof declared !== 'object' || declared === null || Array.isArray(declared))
      throw badValue(
        `periodicTasks of the class ${ofClass.name}`,
        declared,
        'an object: { method: options }',
      );
    for (const [method, options] of Object.entries(declared)) inStatic.set(method, options);
  }
  return new Map([...inStatic, ...all, ...inStatic]);
}

export const methodName = (key: PropertyKey) =>
  typeof key === 'symbol' ? (key.description ?? '') : String(key);

/** The class of an object and those that it extends, the base class first. */
function classesOf(target: object): { name: string }[] {
  const classes: { name: string }[] = [];
  for (
    let at = Object.getPrototypeOf(target);
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    if (Object.hasOwn(at, 'constructor') && typeof at.constructor === 'function')
      classes.unshift(at.constructor);
  }
  return classes;
}
