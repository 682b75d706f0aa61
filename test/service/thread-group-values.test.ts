import { describe, expect, it } from 'vitest';
import { ThreadGroup } from '../../src/service/thread-group.js';
import { recordingLog } from './helpers.js';

/** Wrong values are refused before anything has begun. */

describe('a thread group', () => {
  it.each([
    [
      { log: {} },
      'The log of the thread group work is an object; expected an object with error() and warn().',
    ],
    [{ log: null }, 'The log of the thread group work is null;'],
    [{ clock: 5 }, 'The clock of the thread group work is 5; expected an object with now() and sleep().'],
  ])('refuses tools that are none: %j', (tools, message) => {
    expect(() => new ThreadGroup({ name: 'work', ...tools } as never)).toThrow(
      expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining(message) }),
    );
  });

  it('refuses a link that is no function', async () => {
    const log = recordingLog();
    const thread = new ThreadGroup({ log }).addThread(() => 1);
    expect(() => thread.link(5 as never)).toThrow('The callback of link() is 5; expected a function.');
    expect(await thread.wait()).toBe(1);
    expect(log.lines).toEqual([]);
  });
});
