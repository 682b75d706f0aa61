import { describe, expect, it } from 'vitest';
import { BaseRpcApi } from '../../src/nova/base-rpc-api.js';
import { InProgress } from '../../src/nova/in-progress.js';

/** Runs one method until the returned function is called. */
function begin(inProgress: InProgress, call: { args?: object; context?: unknown; endpoint?: object }) {
  let end!: () => void;
  const work = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { args = {}, context = {}, endpoint = {} } = call;
  const done = inProgress.around({ endpoint, method: 'build', context, args: { ...args } }, async () => work);
  return async () => {
    end();
    await done;
  };
}

describe('what is in progress', () => {
  it('is there for as long as it runs', async () => {
    const inProgress = new InProgress();
    const before = Date.now();
    const end = begin(inProgress, { context: { request_id: 'req-1' } });
    const [running] = inProgress.methods;
    expect(running).toMatchObject({ method: 'build', requestId: 'req-1', instances: [] });
    expect(running!.since.getTime()).toBeGreaterThanOrEqual(before);
    await end();
    expect(inProgress.methods).toEqual([]);
  });

  it('ends with the error that the method throws', async () => {
    const inProgress = new InProgress();
    const failing = async () => {
      throw new Error('no');
    };
    const call = { endpoint: {}, method: 'build', context: undefined, args: {} };
    await expect(inProgress.around(call, failing)).rejects.toThrow('no');
    expect(inProgress.methods).toEqual([]);
  });

  it.for<[object, string[]]>([
    [{ instance: { uuid: 'a' } }, ['a']],
    [{ instance: { id: 5, instance_uuid: 'a' } }, ['a']],
    [{ instances: [{ uuid: 'a' }, { uuid: 'b' }] }, ['a', 'b']],
    [{ instances: { objects: [{ uuid: 'a' }] } }, ['a']],
    [{ build_requests: [{ instance_uuid: 'a' }], request_specs: [{ instance_uuid: 'a' }] }, ['a']],
    [{ instance_uuids: ['a', 'b'], spec_obj: {} }, ['a', 'b']],
    [{ instance: null, instances: 'many', instance_uuid: 7 }, []],
  ])('tells the instances of %j', async ([args, instances]) => {
    const inProgress = new InProgress();
    const end = begin(inProgress, { args });
    expect(inProgress.methods[0]!.instances).toEqual(instances);
    await end();
  });

  it('survives an object whose uuid is not set', async () => {
    const inProgress = new InProgress();
    const instance = Object.defineProperty({}, 'uuid', {
      get: () => {
        throw new Error('not set');
      },
    });
    const end = begin(inProgress, { args: { instance } });
    expect(inProgress.methods[0]!.instances).toEqual([]);
    await end();
  });

  it('leaves out a ping', async () => {
    const inProgress = new InProgress();
    const end = begin(inProgress, { endpoint: new BaseRpcApi('x', () => undefined) });
    expect(inProgress.methods).toEqual([]);
    await end();
  });
});
