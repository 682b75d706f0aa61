import { createRequire } from 'node:module';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { type FetchBindings, HttpService } from '../../../src/service/http/index.js';
import { isSettled } from '../helpers.js';
import { ask, failure, made, started } from './fixture.js';

// Its types are a package of their own.
const express = createRequire(import.meta.url)('express');

describe('Express', () => {
  it('answers as it is, its own errors and its 404 included', async () => {
    const app = express();
    app.use(express.json());
    app.post(
      '/orders/:id',
      (request: { params: object; body: object }, response: { json(body: object): void }) =>
        response.json({ ...request.params, ...request.body }),
    );
    app.get('/fails', async () => {
      throw Object.assign(new Error('no tea'), { status: 418 });
    });
    const { service } = await started({ app });
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(service, '/orders/7', { method: 'POST', headers, body: '{"a":1}' });
    expect([answer.status, answer.text]).toEqual([200, '{"id":"7","a":1}']);
    expect((await ask(service, '/fails')).status).toBe(418);
    expect((await ask(service, '/none')).status).toBe(404);
  });
});

describe('Fastify', () => {
  const fastify = (steps: string[] = []) => {
    const app = Fastify();
    app.addHook('onReady', async () => void steps.push('ready'));
    app.addHook('onClose', async () => void steps.push('closed'));
    app.get('/', async () => ({ hello: 'world' }));
    app.post('/', async (request) => request.body);
    return app;
  };

  it('is made ready, and answers without listening itself', async () => {
    const steps: string[] = [];
    const app = fastify(steps);
    const { service } = await started({ app });
    expect(steps).toEqual(['ready']);
    expect((await ask(service, '/')).text).toBe('{"hello":"world"}');
    const headers = { 'content-type': 'application/json' };
    expect((await ask(service, '/', { method: 'POST', headers, body: '{"a":1}' })).text).toBe('{"a":1}');
    expect((await ask(service, '/none')).status).toBe(404);
    expect(app.server.listening).toBe(false);
  });

  it('that was given stays open over a restart in place', async () => {
    const steps: string[] = [];
    const { service } = await started({ app: fastify(steps) });
    for (let round = 0; round < 2; round++) {
      await service.stop(true);
      await service.wait();
      await service.reset();
      await service.start();
      expect((await ask(service, '/')).status).toBe(200);
    }
    expect(steps).toEqual(['ready']);
  });

  class Own extends HttpService {
    static readonly steps: string[] = [];
    override async app() {
      return fastify(Own.steps);
    }
  }

  it('that app() makes is another in each start, and closed when the last request is answered', async () => {
    const { service } = made({}, {}, { service: Own });
    for (let round = 0; round < 2; round++) {
      await service.start();
      expect((await ask(service, '/')).status).toBe(200);
      await service.stop(true);
      await service.wait();
    }
    expect(Own.steps).toEqual(['ready', 'closed', 'ready', 'closed']);
  });

  it('whose plugin fails fails the start', async () => {
    const app = Fastify();
    app.register(async () => {
      throw new Error('no database');
    });
    expect((await failure(made({ app }).service.start())).message).toBe('no database');
  });
});

describe('Hono', () => {
  const app = new Hono();
  app.get('/orders/:id', (c) => c.json({ id: c.req.param('id'), agent: c.req.header('user-agent') }));
  app.post('/', async (c) => c.text((await c.req.text()).toUpperCase(), 201));
  app.get('/peer', (c) => c.text(String((c.env as FetchBindings).incoming.socket.remoteAddress)));
  app.get('/fails', () => {
    throw new Error('handled by Hono');
  });
  app.onError((error, c) => c.text(error.message, 502));

  it('answers as it is', async () => {
    const { service } = await started({ app });
    const answer = await ask(service, '/orders/7', { headers: { 'user-agent': 'test' } });
    expect([answer.status, answer.text]).toEqual([200, '{"id":"7","agent":"test"}']);
    const post = await ask(service, '/', { method: 'POST', body: 'hello' });
    expect([post.status, post.text]).toEqual([201, 'HELLO']);
    expect((await ask(service, '/peer')).text).toBe('127.0.0.1');
    expect((await ask(service, '/fails')).text).toBe('handled by Hono');
    expect((await ask(service, '/none')).status).toBe(404);
  });

  it('has an execution context, whose work a graceful stop waits for', async () => {
    let finish = () => {};
    const late = new Hono().get('/', (c) => {
      c.executionCtx.waitUntil(
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
      );
      return c.text('at once');
    });
    const { service } = await started({ app: late });
    expect((await ask(service, '/')).text).toBe('at once');
    const stopped = Promise.resolve(service.stop(true)).then(() => service.wait());
    expect(await isSettled(stopped)).toBe(false);
    finish();
    await stopped;
  });
});

describe('a bare function', () => {
  it('is a handler of Node’s requests as app and handler, and fetch-style as fetch', async () => {
    const node = await started({ handler: (_request, response) => response.end('node') });
    const app = await started({ app: (_request, response) => response.end('app') });
    const web = await started({ fetch: (request) => new Response(new URL(request.url).pathname) });
    expect((await ask(node.service, '/')).text).toBe('node');
    expect((await ask(app.service, '/')).text).toBe('app');
    expect((await ask(web.service, '/path')).text).toBe('/path');
  });
});

describe('what a handler throws', () => {
  const handlers = {
    'at once': () => {
      throw new Error('oops');
    },
    'from a promise': async () => {
      throw new Error('oops');
    },
  };
  it.each(Object.entries(handlers))(
    '%s is answered with 500, and logged without the query',
    async (_name, handler) => {
      const { service, lines } = await started({ handler, accessLog: false });
      const answer = await ask(service, '/a?password=1');
      expect([answer.status, answer.text]).toEqual([500, 'Internal Server Error\n']);
      const [line] = lines.filter(({ level }) => level === 'error');
      expect(line).toMatchObject({ fields: { method: 'GET', path: '/a' }, sentence: 'GET /a failed: oops' });
    },
  );

  it('is told to the client with serverDebug', async () => {
    const { service } = await started({ handler: handlers['at once'] }, { serverDebug: true });
    expect((await ask(service, '/')).text).toMatch(/^Error: oops\n +at /);
  });

  it('after a part of the response cuts the connection, and after all of it does not', async () => {
    const { service, lines } = await started({
      handler: (request, response) => {
        if (request.url === '/whole') response.end('whole');
        else response.write('part');
        throw new Error('too late');
      },
    });
    expect((await failure(ask(service, '/'))).code).toBe('ECONNRESET');
    expect((await ask(service, '/whole')).text).toBe('whole');
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(2);
  });
});
