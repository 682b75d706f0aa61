import { type ServerResponse, STATUS_CODES } from 'node:http';

/** A response of one line, for what is answered without the app; headers that the app has set are dropped. */
export function answer(response: ServerResponse, status: number, text = STATUS_CODES[status]): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(status, STATUS_CODES[status], { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
