import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateNovaObjects } from '../../../scripts/generate-nova-objects.js';
import * as objects from '../../../src/nova/objects/index.js';

const files = Object.entries(generateNovaObjects());
const ROOT = new URL('../../../', import.meta.url);

describe('the objects of the catalogue', () => {
  it.each(files)('%s is what npm run generate writes', (path, content) => {
    expect(readFileSync(new URL(path, ROOT), 'utf8')).toBe(content);
  });

  it('are read from less than 60 KB: each worker loads them', () => {
    expect(statSync(new URL('src/nova/objects/generated/catalogue.ts', ROOT)).size).toBeLessThan(60_000);
  });

  it('are all there, as classes with the fields that Nova 26.2.2 has', () => {
    const classes = Object.values(objects).filter(
      (value) => typeof value === 'function' && 'objName' in value,
    );
    expect(classes).toHaveLength(106);
    const { Instance, InstanceInfoCache, ComputeNodeList } = objects;
    expect([Instance.objName, Instance.version, Instance.fields.size]).toEqual(['Instance', '2.7', 72]);
    expect(Instance.fields.get('vm_state')).toMatchObject({
      nullable: true,
      readOnly: false,
      type: { name: 'String' },
    });
    expect(Instance.fields.get('hidden')).toMatchObject({ nullable: false, since: '2.6', default: false });
    expect(InstanceInfoCache.fields.get('network_info')!.type.name).toBe('NetworkModel');
    expect(ComputeNodeList.fields.get('objects')!.type.name).toBe('List<ComputeNode>');
  });
});
