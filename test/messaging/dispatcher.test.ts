import { describe, expect, it } from 'vitest';
import {
  type Around,
  expectedExceptions,
  isExpected,
  RpcDispatcher,
} from '../../src/messaging/dispatcher.js';
import { NoOpSerializer, NoSuchMethod, Target, UnsupportedVersion } from '../../src/messaging/index.js';
import { asRequest } from '../../src/messaging/message.js';

const serializer = new NoOpSerializer();
const request = (more: object) => asRequest({ method: 'm', ...more });

describe('RpcDispatcher', () => {
  it('refuses what is no target and no policy, by name', () => {
    expect(() => new RpcDispatcher([{}, { target: 'nova' }], serializer)).toThrow(
      'The target of endpoint 1 is string; expected a Target',
    );
    expect(() => new RpcDispatcher([], serializer, {} as never)).toThrow(/no isAllowed/);
  });

  it('asks the policy with endpoint, name and method', async () => {
    const asked: unknown[] = [];
    const endpoint = { m: () => 1 };
    const policy = { isAllowed: (...args: unknown[]) => asked.push(args) > 1 };
    const dispatcher = new RpcDispatcher([endpoint], serializer, policy);
    await expect(dispatcher.dispatch(request({}))).rejects.toBeInstanceOf(NoSuchMethod);
    expect(await dispatcher.dispatch(request({}))).toBe(1);
    expect(asked[0]).toEqual([endpoint, 'm', endpoint.m]);
  });

  it('goes on to the next endpoint where a method is refused or no method', async () => {
    const endpoints = [{ m: 'text' }, { m: () => 'found' }];
    expect(await new RpcDispatcher(endpoints, serializer).dispatch(request({}))).toBe('found');
  });

  it('takes a version that is none for one that is not supported', async () => {
    const dispatcher = new RpcDispatcher([{ m: () => 1 }], serializer);
    for (const version of ['', '1', 'x', '1.0.0.0', '__proto__'])
      await expect(dispatcher.dispatch(request({ version }))).rejects.toBeInstanceOf(UnsupportedVersion);
  });

  it('has no endpoint: nothing is supported', async () => {
    await expect(new RpcDispatcher([], serializer).dispatch(request({}))).rejects.toBeInstanceOf(
      UnsupportedVersion,
    );
  });

  it('has its methods run by whoever is around, who sees what they get and gives what they give', async () => {
    const seen: unknown[] = [];
    const around: Around = async (call, run) => {
      seen.push(call);
      return [await run()];
    };
    const endpoint = {
      m(_context: unknown, { a }: { a: number }) {
        if (a === 0) throw new Error('zero');
        return this === endpoint && a;
      },
    };
    const dispatcher = new RpcDispatcher([endpoint], serializer, undefined, around);
    expect(await dispatcher.dispatch(request({ args: { a: 7 } }))).toEqual([7]);
    expect(seen).toEqual([{ endpoint, method: 'm', context: {}, args: { a: 7 } }]);
    await expect(dispatcher.dispatch(request({ args: { a: 0 } }))).rejects.toThrow('zero');
    await expect(dispatcher.dispatch(request({ method: 'none' }))).rejects.toBeInstanceOf(NoSuchMethod);
    expect(seen).toHaveLength(2);
  });

  it('lets the serializer see each argument and the result, with the context', async () => {
    const seen: unknown[] = [];
    const own = {
      serializeEntity: (context: object, entity: unknown) => [context, 'out', entity],
      deserializeEntity: (context: object, entity: unknown) => {
        seen.push([context, entity]);
        return `in ${entity}`;
      },
      serializeContext: (context: object) => context as never,
      deserializeContext: (context: object) => ({ ...context, made: true }),
    };
    const target = new Target({ version: '1.0' });
    const dispatcher = new RpcDispatcher([{ target, m: (_: unknown, args: unknown) => args }], own);
    const context = { user: 'u', made: true };
    expect(await dispatcher.dispatch(request({ args: { a: 1, b: 2 }, _context_user: 'u' }))).toEqual([
      context,
      'out',
      { a: 'in 1', b: 'in 2' },
    ]);
    expect(seen).toEqual([
      [context, 1],
      [context, 2],
    ]);
  });
});

describe('expectedExceptions', () => {
  it('marks the errors of its classes only, keeps this, and is a decorator', async () => {
    const bad = {
      this: 1,
      ran: expectedExceptions([RangeError], function (this: { this: number }) {
        throw new RangeError(`this is ${this.this}`);
      } as never),
    };
    const error = await (bad.ran as unknown as () => Promise<never>)().catch((caught) => caught);
    expect([error.message, isExpected(error)]).toEqual(['this is 1', true]);
    const decorated = expectedExceptions([RangeError])(() => {
      throw new TypeError('another');
    }, {});
    const other = await (decorated as unknown as () => Promise<never>)().catch((caught) => caught);
    expect(isExpected(other)).toBe(false);
    for (const value of [undefined, null, 1, 'x']) expect(isExpected(value)).toBe(false);
  });
});
