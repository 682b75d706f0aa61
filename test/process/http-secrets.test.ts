import { expect, it } from 'vitest';
import { eventually } from './harness.js';
import { freePort, httpPlace, stop } from './http-place.js';

/** What a service says of its health is answered to everybody: not what was read from files of secrets. */

const LEAKY = `
import { HttpService } from 'nova-launch/http-service';
export default class Leaky extends HttpService {
  app() {
    return (request, response) => response.end(this.context.masked(this.config.url + ' ' + this.config.url.length));
  }
  health() {
    return { status: 'degraded', reason: 'cannot reach ' + this.config.url, tried: [this.config.url, process.env.TOKEN] };
  }
}`;

const place = httpPlace();

// biome-ignore lint/suspicious/noTemplateCurlyInString: the definition's own
const SECRETS = { url: 'amqp://ada:${file:password}@host', token: '${file:token}' };

function define(port: number, workers: number, service: object = {}): void {
  const http = { accessLog: false, host: '127.0.0.1', port, healthPath: '/healthz' };
  const config = { http, url: SECRETS.url };
  const reload = { stableFor: 0.2 };
  const web = { module: './leaky.mjs', workers, config, reload, env: { TOKEN: SECRETS.token }, ...service };
  place.write('services.json', { services: { web } });
}

async function answered(port: number, path: string): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).text();
}

it.each([
  ['workers', 2, 'service-ready'],
  ['one process', 1, 'ready'],
] as const)('not by %s, also after the secret was another', async (_where, workers, ready) => {
  place.write('leaky.mjs', LEAKY);
  place.write('password', 'hunter"22');
  place.write('token', 'sesame-7');
  const port = await freePort();
  define(port, workers, { restartMethod: 'mutate' });
  const run = place.run();
  await run.line(ready);
  const health = {
    status: 'degraded',
    reason: 'cannot reach amqp://ada:***@host',
    details: { tried: ['amqp://ada:***@host', '***'] },
  };
  expect(JSON.parse(await answered(port, '/healthz'))).toEqual(health);
  expect(await answered(port, '/')).toBe('amqp://ada:***@host 25');
  place.write('password', 'changed-99');
  run.signal('SIGHUP');
  await run.line('reload-accepted');
  // Any of the workers answers: until each has the new one, which is longer.
  await eventually(async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => answered(port, '/')));
    return answers.every((answer) => answer === 'amqp://ada:***@host 26');
  }, 'the new password');
  expect(JSON.parse(await answered(port, '/healthz'))).toEqual(health);
  await stop(run);
});
