import { RequestContext } from '../context/index.js';
import type { Instance } from '../objects/index.js';

/** In the name of the user of an instance: the request that began the work on it is not known. */
export const contextOf = (instance: Instance) =>
  RequestContext.admin({ user_id: instance.user_id, project_id: instance.project_id });
