import { describe, expect, it } from 'vitest';
import {
  JsonPayloadSerializer,
  NoOpSerializer,
  RequestContextSerializer,
} from '../../src/messaging/index.js';

describe('serializers', () => {
  it('NoOp changes nothing', () => {
    const entity = { a: 1 };
    const serializer = new NoOpSerializer();
    expect(serializer.serializeEntity({}, entity)).toBe(entity);
    expect(serializer.deserializeEntity({}, entity)).toBe(entity);
    expect(serializer.serializeContext(entity)).toBe(entity);
    expect(serializer.deserializeContext(entity)).toBe(entity);
  });

  it('JsonPayload makes plain data of what is sent, and leaves alone what comes', () => {
    class Point {
      constructor(
        readonly x: number,
        readonly y?: bigint,
      ) {}
    }
    const serializer = new JsonPayloadSerializer();
    const entity = { at: new Map([['p', new Point(1, 2n ** 60n)]]), tags: new Set(['a']), none: undefined };
    expect(serializer.serializeEntity({}, entity)).toEqual({
      at: { p: { x: 1, y: 2n ** 60n } },
      tags: ['a'],
    });
    expect(serializer.serializeEntity({}, undefined)).toBeNull();
    expect(() => serializer.serializeEntity({}, { f: () => 1 })).toThrow(TypeError);
    expect(serializer.deserializeEntity({}, entity)).toBe(entity);
  });

  it('RequestContext asks the class, and composes', () => {
    class Own {
      constructor(readonly values: Record<string, unknown>) {}
      toDict = () => this.values;
      static fromDict = (values: Record<string, unknown>) => new Own(values);
    }
    const plain = new RequestContextSerializer<Own>(Own);
    const own = new Own({ user: 'u' });
    expect(plain.serializeContext(own)).toEqual({ user: 'u' });
    const given = JSON.parse('{"__proto__": 1, "user": "u"}');
    const back = plain.deserializeContext(given);
    expect(back).toBeInstanceOf(Own);
    expect(Object.keys(back.values)).toEqual(['__proto__', 'user']);
    expect(back.values).not.toBe(given);
    expect(plain.serializeEntity(own, 1)).toBe(1);
    const outer = new RequestContextSerializer<Own>(Own, {
      serializeEntity: (context, entity) => [context.values.user, plain.serializeEntity(context, entity)],
      deserializeEntity: (_context, entity) => (entity as unknown[])[1],
    });
    expect(outer.serializeEntity(own, 1)).toEqual(['u', 1]);
    expect(outer.deserializeEntity(own, ['u', 1])).toBe(1);
  });
});
