import { Service } from 'nova-launch/service';

/** A periodic task: the thread group runs it, logs what it throws and goes on, and lets it finish when the service stops. */
export default class Heartbeat extends Service {
  start() {
    this.tg.addTimer(this.config.interval, (signal) => this.beat(signal), { stopOnException: false });
  }

  async beat(signal) {
    const { url } = this.config;
    const response = await fetch(url, { signal });
    this.log.info({ status: response.status }, `${url} answers: ${(await response.text()).trim()}`);
  }
}
