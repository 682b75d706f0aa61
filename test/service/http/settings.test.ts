import net from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { HttpService } from '../../../src/service/http/index.js';
import { configFaults, readSettings } from '../../../src/service/http/read-settings.js';
import { failure, made } from './fixture.js';

const read = (config: object, options = {}, defaults = {}) => {
  const { settings, faults } = readSettings(config, options, defaults);
  expect(faults).toEqual([]);
  return settings;
};

const faultsOf = (config: unknown, options = {}, defaults = {}) =>
  readSettings(config, options, defaults).faults.map(
    ({ path, found, expected }) => `${path.join('.')}: ${found}; ${expected}`,
  );

describe('the settings', () => {
  it('have oslo’s defaults', () => {
    expect(read({})).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      backlog: 128,
      tcpKeepIdle: 600,
      keepAlive: true,
      clientSocketTimeout: 900,
      maxHeaderSize: 16384,
      tls: false,
    });
  });

  it('take strings, as a variable of the environment gives them', () => {
    const strings = {
      port: '8080',
      keepAlive: 'false',
      requestTimeout: '1.5',
      systemd: 'false',
      tls: 'false',
    };
    expect(read(strings)).toMatchObject({ port: 8080, keepAlive: false, requestTimeout: 1.5, tls: false });
    expect(read({ systemd: 'true' }).systemd).toBe(true);
    expect(read({ socketFile: '/run/a', socketMode: '0660' }).socketMode).toBe(0o660);
  });

  it('are fixed by the code, else the config’s, else the code’s defaults', () => {
    const all = read({ port: 2, backlog: 5 }, { port: 3 }, { port: 1, backlog: 4, keepAlive: false });
    expect(all).toMatchObject({ port: 3, backlog: 5, keepAlive: false });
  });

  it('take an address of another kind for the one below', () => {
    const all = read({ socketFile: '/run/a' }, {}, { host: '::', port: 80 });
    expect(all).toMatchObject({ socketFile: '/run/a', host: '0.0.0.0', port: 0 });
    expect(read({ socketFile: '/run/a' }, { port: 80 }).socketFile).toBeUndefined();
    expect(read({ systemd: 'web' }, { systemd: false, port: 80 })).toMatchObject({
      systemd: false,
      port: 80,
    });
  });

  it('give the headers no longer than the request', () => {
    expect(read({ requestTimeout: 20 }).headersTimeout).toBe(20);
    expect(read({}).headersTimeout).toBe(60);
    expect(read({ requestTimeout: 0 }).headersTimeout).toBe(60);
    expect(faultsOf({ requestTimeout: 20, headersTimeout: 30 })).toEqual([
      'config.http.headersTimeout: 30; at most the requestTimeout, 20',
    ]);
  });
});

describe('a wrong setting', () => {
  it.each([
    [{ port: 70000 }, 'config.http.port: 70000; an integer from 0 to 65535'],
    [{ port: 'http' }, 'config.http.port: "http"; an integer from 0 to 65535'],
    [{ backlog: 0 }, 'config.http.backlog: 0; an integer from 1 to 65535'],
    [{ host: '' }, 'config.http.host: ""; a string that is not empty'],
    [{ socketMode: '0660' }, 'config.http.socketMode: a mode without a socketFile; both'],
    [
      { socketFile: '/run/a', socketMode: 660 },
      'config.http.socketMode: 660; a mode in octal, as a string, like "0660"',
    ],
    [{ socketFile: `/${'a'.repeat(107)}` }, /config\.http\.socketFile: .*; a path of at most 107 bytes/],
    [{ keepAliveTimeout: -1 }, 'config.http.keepAliveTimeout: -1; a number of seconds from 0 to 2147483'],
    [
      { requestTimeout: Number.NaN },
      'config.http.requestTimeout: NaN; a number of seconds from 0 to 2147483',
    ],
    [{ healthTimeout: 0 }, 'config.http.healthTimeout: 0; a number of seconds above 0, up to 2147483'],
    [{ healthPath: 'healthz' }, 'config.http.healthPath: "healthz"; a path like "/healthz", or false'],
    [{ accessLog: () => {} }, 'config.http.accessLog: a function; true or false'],
    [{ systemd: -1 }, /config\.http\.systemd: -1; the name of a socket, its number/],
    [{ systemd: 'web', port: 80 }, 'config.http.systemd: port and systemd; one of them'],
    [{ socketFile: '/run/a', host: '::' }, 'config.http.socketFile: host and socketFile; one of them'],
    [{ tls: true }, /config\.http\.tls: true; an object with certFile, keyFile, .*, or false/],
    [{ tls: { certFile: 'a' } }, 'config.http.tls.keyFile: nothing; a file in PEM'],
    [
      { tls: { certFile: 'a', keyFile: 'b', clientCertificates: 'require' } },
      'config.http.tls.caFile: nothing; a file in PEM',
    ],
    [
      { tls: { certFile: 'a', keyFile: 'b', minVersion: 'SSLv3' } },
      'config.http.tls.minVersion: "SSLv3"; one of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3',
    ],
    [
      { tls: { certFile: 'a', keyFile: 'b', minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' } },
      'config.http.tls.minVersion: TLSv1.3; at most the maxVersion, TLSv1.2',
    ],
    ['8080', 'config.http: "8080"; an object with settings of HTTP'],
  ])('%j', (config, fault) => {
    expect(faultsOf(config)).toEqual([typeof fault === 'string' ? fault : expect.stringMatching(fault)]);
  });

  it('with a name that is none suggests the one that is meant', () => {
    const [fault] = readSettings({ prot: 80 }).faults;
    expect(fault).toMatchObject({
      at: 'key',
      found: 'the unknown setting "prot"',
      remedy: 'Did you mean "port"?',
    });
    expect(readSettings({ tls: { ...{ certFile: 'a', keyFile: 'b' }, cafile: 'c' } }).faults).toEqual([
      expect.objectContaining({
        path: ['config', 'http', 'tls', 'cafile'],
        remedy: 'Did you mean "caFile"?',
      }),
    ]);
  });

  it('is a fault for nova-launch check, too', () => {
    expect(HttpService.configKeys).toEqual(['http']);
    expect(HttpService.checkConfig({ http: { port: -1 } })).toEqual([
      {
        path: ['http', 'port'],
        at: 'value',
        message: 'found -1',
        expected: 'an integer from 0 to 65535',
        remedy: 'Correct it.',
      },
    ]);
    expect(configFaults(undefined)).toEqual([]);
  });

  it('throws from the constructor, with all that are wrong, wherever they come from', async () => {
    const error = await failure(
      (async () => made({ handler: () => {}, backlog: 0 }, { port: -1, host: 5 }))(),
    );
    expect(error.code).toBe('NL_BAD_VALUE');
    expect(error.message.split('\n')).toEqual([
      'config.http.port of the service web: found -1; expected an integer from 0 to 65535. Remedy: Correct it.',
      'config.http.host of the service web: found 5; expected a string that is not empty. Remedy: Correct it.',
      'options.backlog of the service web: found 0; expected an integer from 1 to 65535. Remedy: Correct it.',
    ]);
  });

  it('that came with a new config throws from start(), and nothing is opened', async () => {
    const listen = vi.spyOn(net.Server.prototype, 'listen');
    onTestFinished(() => listen.mockRestore());
    const { service, config } = made({ handler: () => {} });
    config.http = { port: 'x' };
    expect(await failure(service.start())).toMatchObject({ code: 'NL_BAD_VALUE' });
    expect(listen).not.toHaveBeenCalled();
    config.http = { port: 0, host: '127.0.0.1' };
    await service.start();
    expect(listen).toHaveBeenCalledOnce();
  });
});

describe('what is served', () => {
  it.each([
    [{}, 'what the HttpService serves is undefined'],
    [
      { handler: () => {}, fetch: () => new Response() },
      'what the HttpService serves is "handler and fetch"',
    ],
    [{ app: 5 }, 'app of the HttpService is 5; expected a function (request, response), an Express app'],
    [{ app: { listen() {} } }, 'app of the HttpService is an object'],
    [{ handler: 'x' }, 'handler of the HttpService is "x"; expected a function'],
    [{ fetch: {} }, 'fetch of the HttpService is an object'],
    [{ handler: () => {}, upgrade: true }, 'upgrade of the HttpService is true'],
  ])('is no %o', async (options, message) => {
    const error = await failure((async () => made(options as never))());
    expect(error).toMatchObject({ code: 'NL_BAD_VALUE', message: expect.stringContaining(message) });
  });

  it('is given by a class or by an option, not by both', async () => {
    class Own extends HttpService {
      override app() {
        return () => {};
      }
    }
    expect(() => made({}, {}, { service: Own })).not.toThrow();
    const error = await failure((async () => made({ handler: () => {} }, {}, { service: Own }))());
    expect(error.message).toContain('is "handler and app()"; expected one of');
  });

  it('that app() gives and is none fails the start', async () => {
    class Own extends HttpService {
      override app() {
        return { routes: [] } as never;
      }
    }
    const { service } = made({}, {}, { service: Own });
    expect(await failure(service.start())).toMatchObject({
      code: 'NL_BAD_VALUE',
      message: expect.stringContaining('what app() of the HttpService gave is an object'),
    });
  });
});
