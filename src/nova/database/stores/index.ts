import type { Access } from '../access.js';
import type { Stores } from '../contract/database.js';
import { Actions } from './actions.js';
import { Aggregates } from './aggregates.js';
import { Allocations } from './allocations.js';
import { BuildRequests } from './build-requests.js';
import { CellMappings, HostMappings } from './cells.js';
import { ComputeNodes } from './compute-nodes.js';
import { BlockDevices, Tags } from './devices.js';
import { Faults } from './faults.js';
import { InstanceMappings } from './instance-mappings.js';
import { Instances } from './instances.js';
import { Migrations } from './migrations.js';
import { RequestSpecs } from './request-specs.js';
import { Services } from './services.js';
import { Workers } from './workers.js';

/** The stores, of a database or of a transaction of it. */
export const storesOf = (access: Access): Stores => ({
  services: new Services(access),
  workers: new Workers(access),
  computeNodes: new ComputeNodes(access),
  instances: new Instances(access),
  actions: new Actions(access),
  faults: new Faults(access),
  migrations: new Migrations(access),
  buildRequests: new BuildRequests(access),
  requestSpecs: new RequestSpecs(access),
  instanceMappings: new InstanceMappings(access),
  hostMappings: new HostMappings(access),
  cellMappings: new CellMappings(access),
  blockDevices: new BlockDevices(access),
  tags: new Tags(access),
  allocations: new Allocations(access),
  aggregates: new Aggregates(access),
});
