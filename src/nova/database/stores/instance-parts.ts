import { type Instance, InstanceInfoCache, NovaObject } from '../../objects/index.js';
import type { Access } from '../access.js';
import { decode, encode, type Mapping, type Row } from '../rows.js';
import { deleteRows, markDeleted } from './store.js';

/** What comes with an instance out of other tables. */

/** Objects that instance_extra keeps, as JSON, in the columns of their names. */
const EXTRA = [
  'device_metadata',
  'numa_topology',
  'pci_requests',
  'vcpu_model',
  'migration_context',
  'keypairs',
  'trusted_certs',
  'resources',
] as const;

/** They share the column flavor. */
const FLAVORS = { cur: 'flavor', old: 'old_flavor', new: 'new_flavor' } as const;

const METADATA = { metadata: 'instance_metadata', system_metadata: 'instance_system_metadata' } as const;
type MetadataField = keyof typeof METADATA;
const METADATA_FIELDS = Object.keys(METADATA) as MetadataField[];

const CACHES: Mapping<InstanceInfoCache> = {
  table: 'instance_info_caches',
  Class: InstanceInfoCache,
  key: 'instance_uuid',
  softDeleted: true,
};

const OF_CACHE = 'cache_';
const OF_EXTRA = 'extra_';

export const PART_FIELDS = [...EXTRA, ...Object.values(FLAVORS), ...METADATA_FIELDS, 'info_cache'] as const;

/** What a query of instances joined with both tables selects of them. */
export const PART_COLUMNS = [
  ...[...EXTRA, 'flavor'].map((column) => `instance_extra.${column} as ${OF_EXTRA}${column}`),
  ...['instance_uuid', 'network_info', 'created_at', 'updated_at', 'deleted_at', 'deleted'].map(
    (column) => `instance_info_caches.${column} as ${OF_CACHE}${column}`,
  ),
];

export function decodeParts(instance: Instance, row: Row, metadata: Metadata): void {
  for (const field of EXTRA) {
    const text = row[`${OF_EXTRA}${field}`] as string | null;
    if (text !== null) instance.set(field, NovaObject.fromPrimitive(JSON.parse(text)));
    else if (field !== 'keypairs') instance.set(field, null);
  }
  decodeFlavors(instance, row[`${OF_EXTRA}flavor`]);
  instance.info_cache = row[`${OF_CACHE}instance_uuid`] === null ? null : decode(CACHES, row, OF_CACHE);
  for (const field of METADATA_FIELDS)
    instance.set(field, Object.fromEntries(metadata[field].get(row.uuid) ?? []));
}

function decodeFlavors(instance: Instance, text: string | null): void {
  const kept = JSON.parse(text ?? '{}');
  for (const [name, field] of Object.entries(FLAVORS)) {
    if (kept[name]) instance.set(field, NovaObject.fromPrimitive(kept[name]));
    else if (field !== 'flavor') instance.set(field, null);
  }
}

const encodedFlavors = (instance: Instance) =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(FLAVORS).map(([name, field]) => [
        name,
        instance.isSet(field) ? (instance[field]?.toPrimitive() ?? null) : null,
      ]),
    ),
  );

function encodedExtra(instance: Instance, fields: readonly (typeof EXTRA)[number][]): Row {
  const set = fields.filter((field) => instance.isSet(field));
  return Object.fromEntries(
    set.map((field) => [field, instance[field] === null ? null : JSON.stringify(instance[field])]),
  );
}

export async function insertParts(access: Access, instance: Instance): Promise<void> {
  const { uuid: instance_uuid } = instance;
  const { query } = access;
  const created = { instance_uuid, created_at: access.stamp() };
  const extra = { ...encodedExtra(instance, EXTRA), flavor: encodedFlavors(instance), ...created };
  await query.insertInto('instance_extra').values(extra).execute();
  const network_info = (instance.isSet('info_cache') && cacheOf(instance)?.network_info) || '[]';
  await query
    .insertInto('instance_info_caches')
    .values({ network_info, ...created })
    .execute();
  for (const field of METADATA_FIELDS) await insertMetadata(access, instance, field);
}

/** Writes those of the parts that have changed. */
export async function updateParts(access: Access, instance: Instance): Promise<void> {
  const changed = instance.whatChanged();
  const extra = encodedExtra(
    instance,
    EXTRA.filter((field) => changed.has(field)),
  );
  if (Object.values(FLAVORS).some((field) => changed.has(field))) extra.flavor = encodedFlavors(instance);
  if (Object.keys(extra).length > 0) await update(access, 'instance_extra', instance.uuid, extra);
  const cache = changed.has('info_cache') ? cacheOf(instance) : undefined;
  if (cache) {
    await update(access, CACHES.table, instance.uuid, cache);
    instance.info_cache!.updated_at = access.now();
  }
  for (const field of METADATA_FIELDS.filter((name) => changed.has(name))) {
    await deleteRows(access, METADATA[field], 'instance_uuid', instance.uuid);
    await insertMetadata(access, instance, field);
  }
}

export async function destroyParts(access: Access, uuid: string): Promise<void> {
  const tables = ['instance_extra', CACHES.table, ...Object.values(METADATA), 'block_device_mapping'];
  for (const table of tables) await markDeleted(access, table, 'instance_uuid', uuid);
  await deleteRows(access, 'tags', 'resource_id', uuid);
}

const cacheOf = (instance: Instance): Row | undefined =>
  instance.info_cache?.isSet('network_info')
    ? encode(CACHES, { network_info: instance.info_cache.network_info })
    : undefined;

async function update(access: Access, table: string, uuid: string, row: Row): Promise<void> {
  await access.query
    .updateTable(table)
    .set({ ...row, updated_at: access.stamp() })
    .where('instance_uuid', '=', uuid)
    .where('deleted', '=', 0)
    .execute();
}

async function insertMetadata(access: Access, instance: Instance, field: MetadataField): Promise<void> {
  const entries = instance.isSet(field) ? Object.entries(instance[field]) : [];
  if (entries.length === 0) return;
  const created = { instance_uuid: instance.uuid, created_at: access.stamp() };
  const rows = entries.map(([key, value]) => ({ key, value, ...created }));
  await access.query.insertInto(METADATA[field]).values(rows).execute();
}

/** By field and instance. */
export type Metadata = Readonly<Record<MetadataField, ReadonlyMap<string, [string, string][]>>>;

/** Of these instances. */
export async function metadataOf({ query }: Access, uuids: readonly string[]): Promise<Metadata> {
  const select = (field: MetadataField) =>
    query
      .selectFrom(METADATA[field])
      .select(({ val }) => ['instance_uuid', 'key', 'value', val(field).as('field')])
      .where('instance_uuid', 'in', uuids);
  const result = { metadata: new Map(), system_metadata: new Map() };
  const rows = await select('metadata').unionAll(select('system_metadata')).execute();
  for (const { field, instance_uuid, key, value } of rows) {
    const map = result[field as MetadataField];
    if (!map.has(instance_uuid)) map.set(instance_uuid, []);
    map.get(instance_uuid).push([key, value]);
  }
  return result;
}
