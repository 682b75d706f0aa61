import { HttpService } from 'nova-launch/http-service';

export default class Hello extends HttpService {
  app() {
    return (_request, response) => response.end('Hello\n');
  }
}
