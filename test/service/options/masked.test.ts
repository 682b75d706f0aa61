import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RuntimeConfig } from '../../../src/service/options/config.js';
import { declaredBy } from '../../../src/service/options/declared.js';
import type { OptionSchema } from '../../../src/service/options/schema.js';

const secret = z.string().meta({ secret: true });

/** What is logged of an option with this schema. */
async function told(option: z.ZodType, value: unknown): Promise<string> {
  const lines: string[] = [];
  const log = { error: () => {}, warn: () => {} } as unknown as ConstructorParameters<
    typeof RuntimeConfig
  >[2];
  const config = new RuntimeConfig('probe', { config: {} }, log);
  const options = z.object({ option }) as unknown as OptionSchema;
  await config.declare(declaredBy({ options }), { config: { option: value } });
  const add = (fields: unknown, sentence: unknown) => lines.push(`${JSON.stringify(fields)} ${sentence}`);
  config.dump({ debug: add, info: add } as never);
  return lines.join('\n');
}

describe('the options as they are logged', () => {
  it.each([
    [
      'one of the parts',
      z.object({ dsn: secret }).and(z.object({ size: z.int() })),
      { dsn: 'hidden', size: 1 },
    ],
    ['what is preprocessed', z.preprocess((it) => it, z.object({ dsn: secret })), { dsn: 'hidden' }],
    [
      'a later alternative',
      z.union([z.object({ a: z.int() }), z.object({ dsn: secret })]),
      { dsn: 'hidden' },
    ],
    [
      'an alternative by the same name',
      z.union([z.object({ a: z.int() }), z.object({ a: secret })]),
      { a: 'hidden' },
    ],
    ['an alternative without a name', z.union([z.int(), secret]), 'hidden'],
    ['a tuple', z.tuple([z.string(), secret]), ['user', 'hidden']],
    ['the rest of a tuple', z.tuple([z.string()], secret), ['user', 'hidden']],
    ['what is lazy', z.lazy(() => secret), 'hidden'],
    [
      'what a transform has made',
      z
        .string()
        .transform((text) => ({ dsn: text }))
        .pipe(z.object({ dsn: secret })),
      'hidden',
    ],
    ['the URL of a transform', z.string().transform((text) => new URL(text)), 'amqp://user:hidden@host/'],
    ['the map of a transform', z.string().transform((text) => new Map([['password', text]])), 'hidden'],
  ])('do not tell the secret of %s', async (_where, option, value) => {
    const text = await told(option, value);
    expect(text).toContain('***');
    expect(text).not.toContain('hidden');
  });

  it('tell what JSON cannot', async () => {
    expect(await told(z.coerce.bigint(), '12345678901234567890')).toContain('12345678901234567890');
    expect(await told(z.coerce.date(), '2020-02-02')).toContain('2020-02-02T00:00:00.000Z');
    const circle = z.string().transform((name) => {
      class Circle {
        readonly name = name;
        readonly self = this;
      }
      return new Circle();
    });
    expect(await told(circle, 'round')).toContain('round');
  });
});
