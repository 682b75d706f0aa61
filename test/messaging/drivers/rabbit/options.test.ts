import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../../src/messaging/drivers/rabbit/options.js';
import { TransportUrl } from '../../../../src/messaging/transport-url.js';

const read = (query: string, settings: Record<string, unknown> = {}) =>
  readOptions(TransportUrl.parse(`rabbit://localhost/${query}`), settings);

describe('readOptions()', () => {
  it('has the defaults of oslo.messaging where a peer could notice another', () => {
    expect(read('')).toMatchObject({
      amqp_durable_queues: false,
      amqp_auto_delete: false,
      rabbit_quorum_queue: false,
      rabbit_transient_quorum_queue: false,
      rabbit_stream_fanout: false,
      rabbit_transient_queues_ttl: 1800,
      rabbit_login_method: 'AMQPLAIN',
      heartbeat_timeout_threshold: 60,
      kombu_missing_consumer_retry_timeout: 60,
      kombu_compression: '',
      ssl: false,
    });
  });

  it('takes them from the query before the settings', () => {
    const settings = { rabbit_quorum_queue: false, heartbeat_timeout_threshold: 5, amqp_auto_delete: true };
    expect(read('?rabbit_quorum_queue=True&heartbeat_timeout_threshold=7', settings)).toMatchObject({
      rabbit_quorum_queue: true,
      heartbeat_timeout_threshold: 7,
      amqp_auto_delete: true,
    });
  });

  it('passes over what has no effect here', () => {
    expect(read('?rpc_conn_pool_size=30&heartbeat_rate=3')).toEqual(read(''));
  });

  it.each([
    ['?rabbit_qorum_queue=true', /no option rabbit_qorum_queue .*Did you mean rabbit_quorum_queue\?/],
    ['?colour=red', /no option colour of rabbit:\/\/, given in the query/],
    ['?rabbit_quorum_queue=maybe', /rabbit_quorum_queue .*is "maybe"; expected true or false/],
    ['?heartbeat_timeout_threshold=-1', /is "-1"; expected a number of at least 0/],
    ['?rabbit_login_method=MAGIC', /expected one of PLAIN, AMQPLAIN, EXTERNAL/],
    ['?kombu_compression=bz2', /expected one of , gzip/],
    ['?use_queue_manager=true', /queue names of a queue manager are not supported/],
    ['?rabbit_stream_fanout=true', /rabbit_stream_fanout needs rabbit_transient_quorum_queue/],
    ['?rabbit_quorum_queue=true&rabbit_ha_queues=true', /exclude each other/],
  ])('refuses %s', (query, message) => {
    expect(() => read(query)).toThrow(message);
    expect(() => read(query)).toThrow(expect.objectContaining({ name: 'DriverLoadFailure' }));
  });

  it('says which of the two was wrong', () => {
    expect(() => read('', { ssl: 'perhaps' })).toThrow(
      'The option ssl in oslo_messaging_rabbit is "perhaps"; expected true or false.',
    );
  });
});
