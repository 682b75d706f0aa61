import { randomUUID } from 'node:crypto';
import { conformance } from './conformance.js';

const url = `fake://${randomUUID().slice(0, 8)}`;

conformance('fake', () => url, { largest: 2 ** 20 });
