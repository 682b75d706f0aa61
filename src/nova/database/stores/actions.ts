import type { RequestContext } from '../../context/index.js';
import { InstanceActionEventNotFound, InstanceActionNotFound } from '../../exception/index.js';
import { InstanceAction, InstanceActionEvent } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { ActionStore } from '../contract/instances.js';
import type { Mapping } from '../rows.js';
import { Store } from './store.js';

const ACTIONS: Mapping<InstanceAction> = {
  table: 'instance_actions',
  Class: InstanceAction,
  key: 'id',
  softDeleted: true,
};

const EVENTS: Mapping<InstanceActionEvent> = {
  table: 'instance_actions_events',
  Class: InstanceActionEvent,
  key: 'id',
  softDeleted: true,
};

/** What a column of PostgreSQL takes. */
const MOST = 255;

class Events extends Store<InstanceActionEvent> {
  constructor(access: Access) {
    super(access, EVENTS);
  }

  start(action_id: number, event: string, host: string): Promise<InstanceActionEvent> {
    return this.insert(new InstanceActionEvent({ action_id, event, host, start_time: this.access.now() }));
  }

  /**
   * Undefined if it has not begun. Of several by that name the newest that has not ended, so that none of two that overlap
   * is left running; Nova takes the newest, ended or not.
   */
  async finish(action_id: number, event: string, error: unknown): Promise<InstanceActionEvent | undefined> {
    const query = this.rows()
      .where('action_id', '=', action_id)
      .where('event', '=', event)
      .orderBy('id', 'desc');
    const found = (await this.first(query.where('finish_time', 'is', null))) ?? (await this.first(query));
    if (!found) return undefined;
    found.finish_time = this.access.now();
    found.result = error === undefined ? 'Success' : 'Error';
    if (error !== undefined) {
      found.details = messageOf(error).slice(0, MOST);
      found.traceback = (error instanceof Error && error.stack) || messageOf(error);
    }
    await this.update(found);
    return found;
  }

  list(actionId: number): Promise<InstanceActionEvent[]> {
    return this.all(
      this.rows().where('action_id', '=', actionId).orderBy('created_at', 'desc').orderBy('id', 'desc'),
    );
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export class Actions extends Store<InstanceAction> implements ActionStore {
  constructor(access: Access) {
    super(access, ACTIONS);
  }

  start(context: RequestContext, instance_uuid: string, action: string): Promise<InstanceAction> {
    const { request_id, user_id, project_id } = context;
    const start_time = this.access.now();
    return this.insert(
      new InstanceAction({ action, instance_uuid, request_id, user_id, project_id, start_time }),
    );
  }

  getByRequestId(instanceUuid: string, requestId: string): Promise<InstanceAction | undefined> {
    const query = this.rows().where('instance_uuid', '=', instanceUuid).where('request_id', '=', requestId);
    return this.first(query.orderBy('id', 'desc'));
  }

  list(instanceUuid: string): Promise<InstanceAction[]> {
    const query = this.rows().where('instance_uuid', '=', instanceUuid);
    return this.all(query.orderBy('created_at', 'desc').orderBy('id', 'desc'));
  }

  async eventStart(
    context: RequestContext,
    instanceUuid: string,
    event: string,
    host: string,
  ): Promise<InstanceActionEvent> {
    return this.access.atomically(async (access) => {
      const action = await new Actions(access).ofRequest(context, instanceUuid);
      const started = await new Events(access).start(action.id, event, host);
      await touch(access, action.id);
      return started;
    });
  }

  async eventFinish(
    context: RequestContext,
    instanceUuid: string,
    event: string,
    _host: string,
    error?: unknown,
  ): Promise<void> {
    await this.access.atomically(async (access) => {
      const actions = new Actions(access);
      const action = await actions.ofRequest(context, instanceUuid);
      const finished = await new Events(access).finish(action.id, event, error);
      if (!finished) throw new InstanceActionEventNotFound({ event, action_id: action.id });
      action.finish_time = finished.finish_time;
      if (error !== undefined) action.message = 'Error';
      await actions.update(action);
    });
  }

  events(actionId: number): Promise<InstanceActionEvent[]> {
    return new Events(this.access).list(actionId);
  }

  private async ofRequest(context: RequestContext, instance_uuid: string): Promise<InstanceAction> {
    const action = await this.getByRequestId(instance_uuid, context.request_id);
    if (!action) throw new InstanceActionNotFound({ request_id: context.request_id, instance_uuid });
    return action;
  }
}

/** What asks for the changes since a time finds an action whose events have changed. */
async function touch(access: Access, id: number): Promise<void> {
  await access.query
    .updateTable(ACTIONS.table)
    .set({ updated_at: access.stamp() })
    .where('id', '=', id)
    .execute();
}
