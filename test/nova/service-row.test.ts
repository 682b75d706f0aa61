import { expect, it } from 'vitest';
import { ServiceBinaryExists } from '../../src/nova/exception/index.js';
import type { Service } from '../../src/nova/objects/index.js';
import { enrol } from '../../src/nova/service-row.js';
import { SERVICE_VERSION } from '../../src/nova/service-version.js';
import type { Logger } from '../../src/service/index.js';
import { MemoryServices } from './memory-services.js';

const CONDUCTOR = { host: 'h1', binary: 'nova-conductor', topic: 'conductor', enableNewServices: true };

const { enableNewServices: _, ...CONDUCTOR_ROW } = CONDUCTOR;

function table() {
  const services = new MemoryServices();
  const told: string[] = [];
  const log = { info: (_fields: object, sentence: string) => told.push(sentence) } as unknown as Logger;
  return {
    services,
    told,
    enrol: (found?: Service, member = CONDUCTOR) => enrol({ services }, found, member, log),
  };
}

it('makes a row where there is none', async () => {
  const { services, told, enrol } = table();
  const row = await enrol();
  expect(row.id).toBe(1);
  expect(services.rows[0]!.toPrimitive()['nova_object.data']).toMatchObject({
    host: 'h1',
    binary: 'nova-conductor',
    topic: 'conductor',
    report_count: 0,
    version: SERVICE_VERSION,
    disabled: false,
  });
  expect(told).toEqual([]);
});

it('leaves a row of this version alone', async () => {
  const { services, enrol } = table();
  const found = services.add({ ...CONDUCTOR_ROW, version: SERVICE_VERSION });
  services.save = async () => expect.unreachable();
  expect(await enrol(found)).toBe(found);
});

it('raises the version of a row, and says so', async () => {
  const { services, told, enrol } = table();
  const row = await enrol(services.add({ ...CONDUCTOR_ROW, version: 61 }));
  expect(row.version).toBe(SERVICE_VERSION);
  expect(services.rows[0]!.version).toBe(SERVICE_VERSION);
  expect(told).toEqual(['The version of nova-conductor on h1 was 61 and is 64 now.']);
});

it('takes the row of a sibling that was faster', async () => {
  const { services, enrol } = table();
  services.beforeCreate = () => void services.add({ ...CONDUCTOR_ROW, version: 61 });
  const row = await enrol();
  expect(row.id).toBe(1);
  expect(services.rows).toHaveLength(1);
  expect(services.rows[0]!.version).toBe(SERVICE_VERSION);
});

it('gives up where a row hinders that cannot be read', async () => {
  const { services, enrol } = table();
  services.create = async () => {
    throw new ServiceBinaryExists({ host: 'h1', binary: 'nova-conductor' });
  };
  await expect(enrol()).rejects.toBeInstanceOf(ServiceBinaryExists);
});

it('disables a new compute where the config says so, and no other service', async () => {
  const { services, enrol } = table();
  const enableNewServices = false;
  await enrol(undefined, { ...CONDUCTOR, binary: 'nova-compute', topic: 'compute', enableNewServices });
  await enrol(undefined, { ...CONDUCTOR, enableNewServices });
  expect(services.rows.map(({ disabled }) => disabled)).toEqual([true, false]);
  expect(services.rows[0]!.disabled_reason).toBe('New compute service disabled due to config option.');
});
