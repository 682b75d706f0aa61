import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DriverLoadFailure, InvalidTransportURL } from '../../src/messaging/errors.js';
import { TransportUrl } from '../../src/messaging/transport-url.js';

const { parse } = TransportUrl;

function refusal(url: unknown): Error {
  try {
    return expect.unreachable(`was taken: ${parse(url as string).redacted}`);
  } catch (error) {
    return error as Error;
  }
}

describe('the scheme', () => {
  it.each([
    ['rabbit://h', 'rabbit', false],
    ['RABBIT://h', 'rabbit', false],
    ['rabbit:', 'rabbit', false],
    ['rabbit:///', 'rabbit', false],
    ['kombu://h', 'rabbit', false],
    ['kombu+amqp://h', 'rabbit', false],
    ['kombu+pyamqp://h', 'rabbit', false],
    ['kombu+amqps://h', 'rabbit', true],
    ['rabbit://h/?ssl=true', 'rabbit', true],
    ['rabbit://h?ssl=1', 'rabbit', true],
    ['rabbit://h?ssl=Yes', 'rabbit', true],
    ['rabbit://h/?ssl=false', 'rabbit', false],
    ['rabbit://h/?ssl=', 'rabbit', false],
    ['ipc://', 'ipc', false],
    ['ipc:', 'ipc', false],
    ['fake:', 'fake', false],
    ['fake://name', 'fake', false],
    ['  fake:///\n', 'fake', false],
  ])('of %j is of the transport %s', (url, transport, tls) => {
    expect(parse(url)).toMatchObject({ transport, tls });
  });

  it.each([
    ['amqp://h', '"amqp"', 'Did you mean rabbit://?'],
    ['amqps://h', '"amqps"', 'Did you mean rabbit://…?ssl=true?'],
    ['rabbitmq://h', '"rabbitmq"', 'Did you mean rabbit://?'],
    ['rabit://h', '"rabit"', 'the schemes are rabbit://'],
    ['kafka://h', '"kafka"', 'ipc:// and fake://'],
    ['kombu+memory:///', '"kombu+memory"', 'Of kombu only its AMQP transports are known.'],
    ['kombu+://h', '"kombu+"', 'Of kombu only'],
  ])('of %s has no driver', (url, scheme, remedy) => {
    const error = refusal(url);
    expect(error).toBeInstanceOf(DriverLoadFailure);
    expect(error.message).toContain(`no driver for the scheme ${scheme}`);
    expect(error.message).toContain(remedy);
  });

  it.each([
    '',
    'localhost',
    'localhost:5672/',
    '//h/',
    'user:pw@h/',
    '://h',
    '1a://h',
    'rabbit//h',
    '/run/x',
  ])('is missing in %j', (url) => {
    const error = refusal(url);
    expect(error).toBeInstanceOf(InvalidTransportURL);
    expect(error.message).toMatch(/begins with no scheme; expected one as in rabbit:\/\/user:password@host/);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, 'object'],
  ])('is not looked for in %o', (url, found) => {
    expect(refusal(url)).toStrictEqual(
      new InvalidTransportURL(`A transport URL is a string; found: ${found}.`),
    );
  });
});

describe('the hosts', () => {
  it.each([
    ['rabbit://', []],
    ['rabbit:///vh', []],
    ['rabbit://h', [{ hostname: 'h' }]],
    ['rabbit://h:', [{ hostname: 'h' }]],
    ['rabbit://h:5673/', [{ hostname: 'h', port: 5673 }]],
    ['rabbit://:5673/', [{ hostname: 'localhost', port: 5673 }]],
    ['rabbit://u:p@/', [{ username: 'u', password: 'p', hostname: 'localhost' }]],
    ['rabbit://u@h', [{ username: 'u', hostname: 'h' }]],
    ['rabbit://u:@h', [{ username: 'u', password: '', hostname: 'h' }]],
    ['rabbit://:p@h', [{ username: '', password: 'p', hostname: 'h' }]],
    ['rabbit://@h', [{ username: '', hostname: 'h' }]],
    ['rabbit://a@b:c@h', [{ username: 'a@b', password: 'c', hostname: 'h' }]],
    ['rabbit://u:a:b@c@h:1', [{ username: 'u', password: 'a:b@c', hostname: 'h', port: 1 }]],
    ['rabbit://%40%3A:%2F%25%C3%A9%2C@h', [{ username: '@:', password: '/%é,', hostname: 'h' }]],
    ['rabbit://u+v:p+q@h', [{ username: 'u+v', password: 'p+q', hostname: 'h' }]],
    ['rabbit://[::1]', [{ hostname: '::1' }]],
    ['rabbit://[::1]:', [{ hostname: '::1' }]],
    ['rabbit://u:p@[fe80::1]:65535/', [{ username: 'u', password: 'p', hostname: 'fe80::1', port: 65535 }]],
    ['rabbit://[p:p@h', [{ username: '[p', password: 'p', hostname: 'h' }]],
    ['fake://name', [{ hostname: 'name' }]],
    [
      'rabbit://u1:p1@h1:1,h2,,u3:p3@[::1]:3/vh',
      [
        { username: 'u1', password: 'p1', hostname: 'h1', port: 1 },
        { hostname: 'h2' },
        { username: 'u3', password: 'p3', hostname: '::1', port: 3 },
      ],
    ],
  ])('of %s', (url, hosts) => {
    expect(parse(url).hosts.map((host) => ({ ...host }))).toStrictEqual(hosts);
  });

  it.each([
    [
      'rabbit://h:port',
      'Wrong port in host 1 of 1 (from character 10 of the URL); expected a number from 1 to 65535',
    ],
    ['rabbit://h1,h2:0', 'Wrong port in host 2 of 2 (from character 13 of the URL)'],
    ['rabbit://h:65536', 'Wrong port'],
    ['rabbit://h:-1', 'Wrong port'],
    ['rabbit://h:1.5', 'Wrong port'],
    ['rabbit://h:1:2', 'Wrong port'],
    ['rabbit://::1:5672', 'an IPv6 address stands in brackets'],
    ['rabbit://[::1', 'Wrong IPv6 address in host 1 of 1'],
    ['rabbit://[::1]5', 'expected one in brackets, as in [::1]:5672'],
    ['rabbit://[]:5', 'Wrong IPv6 address'],
    ['rabbit://[h]', 'Wrong IPv6 address'],
    ['rabbit://a b', 'Wrong name in host 1 of 1 (from character 10 of the URL): it has a space'],
    ['rabbit://a]', 'Wrong name'],
    ['rabbit://h,\u0000', 'Wrong name in host 2'],
    ['rabbit://u%:p@h', 'Wrong percent-encoding in the user name of host 1'],
    ['rabbit://u:p%zz@h', 'Wrong percent-encoding in the password of host 1'],
    ['rabbit://u:p%ff@h', 'A "%" itself is written %25'],
    ['rabbit://h#x', '"#" at character 11: write it as %23'],
    ['rabbit:#', '"#" at character 8'],
  ])('of %s are wrong', (url, message) => {
    const error = refusal(url);
    expect(error).toBeInstanceOf(InvalidTransportURL);
    expect(error.message).toContain(message);
  });
});

describe('the path', () => {
  it.each([
    ['rabbit://h', undefined],
    ['rabbit:', undefined],
    ['rabbit://h/', undefined],
    ['rabbit://h//', '/'],
    ['rabbit://h/%2F', '/'],
    ['rabbit://h/foo', 'foo'],
    ['rabbit://h/a/b', 'a/b'],
    ['rabbit://h/%2Ffoo', '/foo'],
    ['rabbit://h/a%20%C3%A9', 'a é'],
    ['rabbit://h/a+b', 'a+b'],
    ['rabbit://h/a@b', 'a@b'],
    ['rabbit://u:p@h:1/a@b', 'a@b'],
    ['rabbit:///a?x=/b', 'a'],
    ['rabbit:/a', 'a'],
  ])('of %s is a virtual host', (url, virtualHost) => {
    expect(parse(url)).toMatchObject({ virtualHost, path: undefined });
  });

  it.each([
    ['ipc://', undefined],
    ['ipc:///', undefined],
    ['ipc:///run/x', '/run/x'],
    ['ipc:/run/x?a=b', '/run/x'],
    ['ipc:///run/a%20b%3Fc', '/run/a b?c'],
  ])('of %s is one of the file system', (url, path) => {
    expect(parse(url)).toMatchObject({ transport: 'ipc', path, virtualHost: undefined, hosts: [] });
  });

  it.each([
    ['ipc://run/x', 'ipc:// has no host: its path begins with a third slash, as in ipc:///run/x.'],
    ['ipc:///a%00', 'The path has a NUL'],
    ['ipc:///%', 'Wrong percent-encoding in the path'],
    ['rabbit://h/%', 'Wrong percent-encoding in the virtual host'],
    ['rabbit://h:1/a@b', 'has an "@" after the hosts, which seem to end within a password'],
  ])('of %s is wrong', (url, message) => {
    const error = refusal(url);
    expect(error).toBeInstanceOf(InvalidTransportURL);
    expect(error.message).toContain(message);
  });
});

describe('the query', () => {
  it.each([
    ['rabbit://h', {}],
    ['rabbit://h/?', {}],
    ['rabbit://h?a=1', { a: '1' }],
    ['rabbit://h/v?a=1&b=2&&a=3', { a: '1,3', b: '2' }],
    ['rabbit://h/?a=b=c&d=e?f', { a: 'b=c', d: 'e?f' }],
    ['rabbit://h/?a%20=%26+%2B', { 'a ': '& +' }],
    ['rabbit://h/?a=', {}],
    ['rabbit://h/?=1', { '': '1' }],
  ])('of %s', (url, query) => {
    expect(parse(url).query).toStrictEqual(query);
  });

  it('may have any name', () => {
    const { query } = parse('fake:?__proto__=1&constructor=2');
    expect(Object.entries(query)).toStrictEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  it.each([
    ['rabbit://h/?a=1&ssl', 'No "=" in part 2 of the query; expected option=value.'],
    ['rabbit://h/?ssl=maybe', 'Wrong value of ssl in the query; expected true or false.'],
    ['rabbit://h/?a=%', 'Wrong percent-encoding in part 1 of the query'],
  ])('of %s is wrong', (url, message) => {
    expect(refusal(url)).toBeInstanceOf(InvalidTransportURL);
    expect(refusal(url).message).toContain(message);
  });
});

describe('a password', () => {
  const secret = 's3cr3t';

  it.each([
    ['rabbit://u:s3cr3t@h/v', 'rabbit://u:***@h/v'],
    ['rabbit://u:s3cr3t@a@h:1,h2:2,v:s3cr3t:@[::1]:3//?a=b', 'rabbit://u:***@h:1,h2:2,v:***@[::1]:3//?a=b'],
    ['rabbit://:s3cr3t@', 'rabbit://:***@'],
    ['kombu+amqp://%40:%73s3cr3t@h', 'kombu+amqp://%40:***@h'],
    ['rabbit://h?ssl_key_password=s3cr3t&a=1&a=2&b', undefined],
    ['rabbit://h?ssl_key_password=s3cr3t&a=1&a=2', 'rabbit://h?ssl_key_password=***&a=1&a=2'],
    ['rabbit://u@h/?heartbeat=0', 'rabbit://u@h/?heartbeat=0'],
    ['fake:', 'fake:'],
    ['ipc:///run/x', 'ipc:///run/x'],
  ])('in %s is only shown by toString()', (text, redacted) => {
    if (redacted === undefined) return expect(refusal(text).message).not.toContain(secret);
    const url = parse(text);
    expect(String(url)).toBe(text);
    expect(url.redacted).toBe(redacted);
    expect(JSON.stringify({ url })).toBe(JSON.stringify({ url: redacted }));
    expect(inspect({ url })).toBe(`{ url: TransportUrl ${redacted} }`);
    expect(inspect(url, { depth: 9, showHidden: true })).not.toContain(secret);
    expect(inspect(url.hosts) + JSON.stringify(url.hosts)).not.toContain(secret);
    expect({ ...parse(String(url)) }).toStrictEqual({ ...url });
  });

  it('of a host is there, but not for loggers', () => {
    const { hosts } = parse('rabbit://u:s3cr3t@h:1');
    expect(hosts).toEqual([{ username: 'u', password: secret, hostname: 'h', port: 1 }]);
    expect({ ...hosts[0] }.password).toBe(secret);
    expect(JSON.stringify(hosts)).toBe('[{"username":"u","password":"***","hostname":"h","port":1}]');
    expect(inspect(hosts)).toBe("[ { username: 'u', password: '***', hostname: 'h', port: 1 } ]");
  });

  const malformed = [
    ...['', 'user:s3cr3t@h', '//user:s3cr3t@h', 'rabbit//user:s3cr3t@h', 'rabbit:user:s3cr3t@h', ':s3cr3t@h'],
    ...[
      'rabit://u:s3cr3t@h',
      'amqp://u:s3cr3t@h',
      'kombu+x://u:s3cr3t@h',
      'user:/s3cr3t@h',
      'ipc://u:s3cr3t@h',
    ],
    ...['rabbit://u:s3cr3t@h:port', 'rabbit://u:s3cr3t@h:99999', 'rabbit://u:s3cr3t@h:1:s3cr3t'],
    ...['rabbit://u:s3cr3t/@h', 'rabbit://u:/s3cr3t@h', 'rabbit://u:1/s3cr3t@h', 'rabbit://u:1?s3cr3t@h:1/v'],
    ...[
      'rabbit://u:s3cr3t?@h',
      'rabbit://u:s3cr3t#@h',
      'rabbit://u:#s3cr3t@h',
      'rabbit://a:b@h,u:1/s3cr3t@h',
    ],
    ...['rabbit://u:s3cr3t,x@h', 'rabbit://u:a@s3cr3t:x,@h', 'rabbit://u:a@s3cr3t /@h', 'rabbit://u:[s3cr3t'],
    ...['rabbit://u:%s3cr3t@h', 'rabbit://u:s3cr3t%@h', 'rabbit://u:s3cr3t%ff@h', 'rabbit://u%:s3cr3t@h'],
    ...['rabbit://u:s3cr3t@[::1', 'rabbit://u:s3cr3t@[x]', 'rabbit://u:s3cr3t@h/%', 'rabbit://u:s3cr3t@h/?x'],
    ...[
      'rabbit://u:x@[s3cr3t/@h',
      'rabbit://u:s3cr3t@h?ssl=maybe',
      'rabbit://h?ssl=s3cr3t',
      'rabbit://h?s3cr3t',
    ],
    ...['rabbit://h?password=s3cr3t%', 'rabbit://u:s3cr3t@a b', 'rabbit://u:a@s3cr3t@h:x'],
  ];
  it.each(malformed)('is in no error: %s', (url) => {
    const error = refusal(url);
    expect(error).toSatisfy((e) => e instanceof InvalidTransportURL || e instanceof DriverLoadFailure);
    expect(inspect(error, { depth: 9, showHidden: true }).replaceAll(/\n +at .*/g, '')).not.toContain(secret);
    expect(error.message.length).toBeGreaterThan(40);
  });
});
