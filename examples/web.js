import { once } from 'node:events';
import { createServer } from 'node:http';
import { Service } from 'nova-launch/service';

/** A plain node:http server. nova-launch shares its port among the workers and drains its connections by itself. */
export default class Web extends Service {
  async start() {
    const { host, port } = this.config.listen;
    const { worker, generation } = this.context;
    this.server = createServer((_request, response) => {
      response.end(`Hello from worker ${worker}, generation ${generation}, pid ${process.pid}\n`);
    });
    this.server.listen(Number(port), host);
    await once(this.server, 'listening');
    if (worker === 0) this.log.info(`Try: curl http://${host}:${this.server.address().port}/`);
  }
}
