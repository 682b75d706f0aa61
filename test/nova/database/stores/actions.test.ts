import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { RequestContext } from '../../../../src/nova/context/index.js';
import { InstanceActionEventNotFound, InstanceActionNotFound } from '../../../../src/nova/exception/index.js';
import { eachDatabase } from '../databases.js';

eachDatabase('actions', ({ open }) => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
  const context = new RequestContext({ user_id: 'u1', project_id: 'p1' });

  it('have events, which begin and end by the request', async () => {
    let now = at(0);
    const { actions } = await open({ now: () => now });
    const uuid = randomUUID();
    const { id } = await actions.start(context, uuid, 'create');
    await actions.eventStart(context, uuid, 'compute__do_build_and_run_instance', 'c1');
    now = at(4);
    await actions.eventFinish(context, uuid, 'compute__do_build_and_run_instance', 'c1');
    await actions.eventStart(context, uuid, 'second', 'c2');
    now = at(7);
    await actions.eventFinish(context, uuid, 'second', 'c2', new RangeError('x'.repeat(300)));
    const [second, first] = await actions.events(id);
    expect(first).toMatchObject({
      start_time: at(0),
      finish_time: at(4),
      result: 'Success',
      host: 'c1',
      details: null,
    });
    expect(second).toMatchObject({ finish_time: at(7), result: 'Error', details: 'x'.repeat(255) });
    expect(second!.traceback).toContain('RangeError');
    expect(await actions.list(uuid)).toMatchObject([
      {
        action: 'create',
        request_id: context.request_id,
        user_id: 'u1',
        project_id: 'p1',
        start_time: at(0),
        finish_time: at(7),
        message: 'Error',
      },
    ]);
  });

  it('have events of one name that overlap, and all of them end', async () => {
    const { actions } = await open();
    const uuid = randomUUID();
    const { id } = await actions.start(context, uuid, 'create');
    const event = 'conductor_hand_over_again';
    await actions.eventStart(context, uuid, event, 'c1');
    await actions.eventStart(context, uuid, event, 'c1');
    await actions.eventFinish(context, uuid, event, 'c1', new Error('full'));
    await actions.eventFinish(context, uuid, event, 'c1');
    expect((await actions.events(id)).map(({ result }) => result)).toEqual(['Error', 'Success']);
  });

  it('are found by the request, the newest first', async () => {
    const { actions } = await open();
    const uuid = randomUUID();
    const other = new RequestContext({ user_id: 'u1', project_id: 'p1' });
    await actions.start(context, uuid, 'create');
    await actions.start(other, uuid, 'stop');
    expect((await actions.list(uuid)).map(({ action }) => action)).toEqual(['stop', 'create']);
    expect(await actions.getByRequestId(uuid, other.request_id)).toMatchObject({ action: 'stop' });
    expect(await actions.getByRequestId(randomUUID(), other.request_id)).toBeUndefined();
  });

  it('are asked for: an event of none, and the end of one that has not begun, are refused', async () => {
    const { actions } = await open();
    const uuid = randomUUID();
    await expect(actions.eventStart(context, uuid, 'e', 'c1')).rejects.toThrow(InstanceActionNotFound);
    await expect(actions.eventFinish(context, uuid, 'e', 'c1')).rejects.toThrow(InstanceActionNotFound);
    await actions.start(context, uuid, 'create');
    await expect(actions.eventFinish(context, uuid, 'e', 'c1')).rejects.toThrow(InstanceActionEventNotFound);
  });
});
