import { badValue } from '../bad-value.js';
import { APPS, type App, isApp, type NodeHandler, type UpgradeHandler } from './application.js';
import type { FetchHandler } from './web-request.js';

/** What an HttpService is to serve. */
export interface GivenApp {
  /** An Express app, a Fastify instance, a Hono app or another object with fetch(), or a handler of Node's requests. */
  readonly app?: App | undefined;
  /** A function (request, response), as http.createServer() takes it. */
  readonly handler?: NodeHandler | undefined;
  /** A function that makes a Response of a Request. */
  readonly fetch?: FetchHandler | undefined;
  /** What connections are handed to that want another protocol, like WebSocket. */
  readonly upgrade?: UpgradeHandler | undefined;
}

/**
 * The one app that is given, undefined where the service makes its own. Throws LaunchError NL_BAD_VALUE for none, several,
 * and what is none.
 */
export function givenApp({ app, handler, fetch, upgrade }: GivenApp, makesOwn: boolean): App | undefined {
  const given = Object.entries({ app, handler, fetch }).filter(([, value]) => value !== undefined);
  const names = [...given.map(([name]) => name), ...(makesOwn ? ['app()'] : [])];
  if (names.length !== 1) {
    throw badValue(
      'what the HttpService serves',
      names.join(' and ') || undefined,
      'one of the options app, handler and fetch, or a method app() of its class',
    );
  }
  for (const [name, value] of Object.entries({ handler, fetch, upgrade })) {
    if (value !== undefined && typeof value !== 'function')
      throw badValue(`${name} of the HttpService`, value, 'a function');
  }
  if (app !== undefined && !isApp(app)) throw badValue('app of the HttpService', app, APPS);
  return app ?? handler ?? (fetch && { fetch });
}
