import type { Channel, Message } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { Acknowledger } from '../../../../src/messaging/drivers/rabbit/acknowledger.js';

const message = (deliveryTag: number) => ({ fields: { deliveryTag } }) as Message;

/** A channel that writes down what it is told; `answer` is what comes of the question behind acknowledgements. */
function channelWith(answer: () => Promise<void> = async () => {}) {
  const told: string[] = [];
  const channel = {
    ack: ({ fields }: Message, all = false) =>
      told.push(`ack ${fields.deliveryTag}${all ? ' and before' : ''}`),
    nack: ({ fields }: Message) => told.push(`nack ${fields.deliveryTag}`),
    reject: ({ fields }: Message) => told.push(`reject ${fields.deliveryTag}`),
    prefetch: () => {
      told.push('question');
      return answer();
    },
  } as unknown as Channel;
  return { channel, told };
}

describe('acknowledge()', () => {
  it('tells of all that came together in one frame, and resolves with the answer behind it', async () => {
    const { channel, told } = channelWith();
    const acknowledger = new Acknowledger(channel, 8);
    for (const tag of [1, 2, 3]) acknowledger.delivered(message(tag));
    await Promise.all([1, 2, 3].map((tag) => acknowledger.acknowledge(message(tag))));
    expect(told).toEqual(['ack 3 and before', 'question']);
  });

  it('leaves out what is not meant', async () => {
    const { channel, told } = channelWith();
    const acknowledger = new Acknowledger(channel, 8);
    for (const tag of [1, 2, 3, 4]) acknowledger.delivered(message(tag));
    await Promise.all([1, 3, 4].map((tag) => acknowledger.acknowledge(message(tag))));
    acknowledger.requeue(message(2));
    expect(told).toEqual(['ack 1 and before', 'ack 3', 'ack 4', 'question', 'nack 2']);
  });

  it('rejects when the answer does not come, and for all that waits when the channel is gone', async () => {
    const { channel } = channelWith(() => Promise.reject(new Error('Channel ended')));
    const acknowledger = new Acknowledger(channel, 8);
    acknowledger.delivered(message(1));
    await expect(acknowledger.acknowledge(message(1))).rejects.toThrow(/broke before it was acknowledged/);
    acknowledger.delivered(message(2));
    const waiting = acknowledger.acknowledge(message(2));
    acknowledger.close();
    await expect(waiting).rejects.toThrow(/broke before/);
    await expect(acknowledger.acknowledge(message(3))).rejects.toThrow(/broke before/);
  });
});

it('rejects for what a silent broker was asked about, too, when the channel is given up', async () => {
  const { channel, told } = channelWith(() => new Promise(() => {}));
  const acknowledger = new Acknowledger(channel, 8);
  acknowledger.delivered(message(1));
  const asked = acknowledger.acknowledge(message(1));
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual(['ack 1 and before', 'question']);
  acknowledger.close();
  await expect(asked).rejects.toThrow(/broke before/);
});

it("what is given back or thrown away on a channel that is being closed is the broker's again", () => {
  const closing = () => {
    throw new Error('Channel closing');
  };
  const acknowledger = new Acknowledger({ nack: closing, reject: closing } as unknown as Channel, 8);
  acknowledger.requeue(message(1));
  acknowledger.reject(message(2));
});
