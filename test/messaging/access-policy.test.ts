import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ExplicitRpcAccessPolicy, expose, methodOf } from '../../src/messaging/access-policy.js';

describe('methodOf', () => {
  it('finds methods of the object and of its classes, the nearest first', () => {
    class Parent {
      a() {
        return 'parent';
      }
      b() {
        return 'b';
      }
    }
    class Child extends Parent {
      override a() {
        return 'child';
      }
      own = () => 'own';
    }
    const child = new Child();
    const result = (name: string) => (methodOf(child, name) as (() => unknown) | undefined)?.();
    expect(['a', 'b', 'own'].map(result)).toEqual(['child', 'b', 'own']);
  });

  it('finds none of what every object or function has', () => {
    const names = [
      ...Object.getOwnPropertyNames(Object.prototype),
      ...Object.getOwnPropertyNames(Function.prototype),
    ];
    for (const name of names)
      for (const endpoint of [{}, new (class A {})(), () => {}, class B {}, Object.create(null)])
        expect(methodOf(endpoint, name)).toBeUndefined();
  });

  it('runs no accessor, and takes what shadows a method for what it is', () => {
    let ran = false;
    const endpoint = Object.create(
      { shadowed: () => {} },
      {
        accessor: {
          get: () => {
            ran = true;
            return () => {};
          },
        },
        shadowed: { value: 'text' },
      },
    );
    expect(methodOf(endpoint, 'accessor')).toBeUndefined();
    expect(methodOf(endpoint, 'shadowed')).toBeUndefined();
    expect(ran).toBe(false);
  });

  it('finds none of what every object of another realm has', () => {
    const endpoint = runInNewContext('({ own() { return 1; } })') as object;
    expect(methodOf(endpoint, 'own')).toBeTypeOf('function');
    for (const name of ['toString', 'hasOwnProperty', '__defineGetter__', 'constructor'])
      expect([name, methodOf(endpoint, name)]).toEqual([name, undefined]);
  });

  it('finds the methods of a module, and those that an object has of its own', () => {
    expect(methodOf({ toString: () => 'mine' }, 'toString')).toBeTypeOf('function');
    expect(methodOf(JSON.parse('{"__proto__": 1}'), '__proto__')).toBeUndefined();
  });
});

describe('expose', () => {
  it('marks the method itself, by whatever name it goes, and as a decorator', () => {
    const method = () => 1;
    const policy = new ExplicitRpcAccessPolicy();
    expect(policy.isAllowed({}, 'x', method)).toBe(false);
    expect(expose(method, { kind: 'method' })).toBe(method);
    expect(policy.isAllowed({}, 'y', method)).toBe(true);
    expect(policy.isAllowed({}, 'x', () => 1)).toBe(false);
  });
});
