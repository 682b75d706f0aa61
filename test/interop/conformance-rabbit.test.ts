import { afterAll, beforeAll, beforeEach } from 'vitest';
import { conformance } from '../messaging/conformance.js';
import { type Broker, broker } from './broker.js';
import { installed, needsBroker } from './needs.js';

let rabbit: Broker;
let vhost: string;

beforeEach(needsBroker);

beforeAll(async () => {
  if (!installed(needsBroker)) return;
  rabbit = await broker();
  vhost = await rabbit.vhost();
});

afterAll(async () => {
  if (vhost !== undefined) await rabbit.removeVhost(vhost);
});

// Replies to who is gone are given up soon, or each test that has such would wait for that in the end.
conformance('rabbit', () => `${rabbit.url(vhost)}?kombu_missing_consumer_retry_timeout=1`);
