const noMethod = (method: string) => `Endpoint does not support RPC method ${method}`;
const noVersion = (version: string) =>
  `Endpoint does not support RPC version ${version}. Attempted method: echo`;

/** Requests that no endpoint takes, and how any server says so: method, target, class, message. */
export const DISPATCH_ERRORS: [string, { namespace?: string; version?: string }, string, string][] = [
  ...['no_such', '_hidden', 'constructor', 'toString', '__proto__', 'only_here'].map(
    (method): [string, object, string, string] => [method, {}, 'NoSuchMethod', noMethod(method)],
  ),
  ['echo', { version: '1.9' }, 'UnsupportedVersion', noVersion('1.9')],
  ['echo', { namespace: 'nope' }, 'UnsupportedVersion', noVersion('1.0')],
  ['echo', { namespace: 'ns_a', version: '2.4' }, 'UnsupportedVersion', noVersion('2.4')],
  ['echo', { namespace: 'ns_a', version: '3.0' }, 'UnsupportedVersion', noVersion('3.0')],
  ['echo', { namespace: 'ns_a' }, 'UnsupportedVersion', noVersion('1.0')],
];
