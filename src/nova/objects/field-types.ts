import { ENUMERATIONS } from './generated/catalogue.js';
import { dictOf, listOf, setOf } from './types/containers.js';
import { DATE_TIME } from './types/date-time.js';
import { enumeration } from './types/enumeration.js';
import type { FieldType } from './types/field-type.js';
import { NETWORK_MODEL, VIF_MODEL } from './types/network.js';
import { BOOLEAN, FLEXIBLE_BOOLEAN, FLOAT, INTEGER } from './types/numbers.js';
import { objectOf } from './types/object.js';
import { STRINGS } from './types/strings.js';

export type { FieldType } from './types/field-type.js';
export type { NetworkInfo, Vif } from './types/network.js';

const SCALARS: Readonly<Record<string, FieldType>> = {
  ...STRINGS,
  Integer: INTEGER,
  Float: FLOAT,
  Boolean: BOOLEAN,
  FlexibleBoolean: FLEXIBLE_BOOLEAN,
  DateTime: DATE_TIME,
  NetworkModel: NETWORK_MODEL,
  NetworkVIFModel: VIF_MODEL,
};

const CONTAINERS = { List: listOf, Dict: dictOf, Set: setOf } as const;

type IsKindOf = (name: string, kind: string) => boolean;

/** One for each text that stands for a type in the catalogue: fields share them. */
const made = new Map<string, FieldType>();

/** The type that a text of the catalogue stands for: `String`, `List<Dict<String?>>`, `Flavor`. */
export function typeOf(text: string, isKindOf: IsKindOf): FieldType {
  const known = made.get(text);
  if (known) return known;
  const type = make(text, isKindOf);
  made.set(text, type);
  return type;
}

function make(text: string, isKindOf: IsKindOf): FieldType {
  const [, container, element = '', nullable] = /^(List|Dict|Set)<(.*?)(\?)?>$/.exec(text) ?? [];
  if (container !== undefined)
    return CONTAINERS[container as keyof typeof CONTAINERS](
      typeOf(element, isKindOf),
      nullable !== undefined,
    );
  if (Object.hasOwn(SCALARS, text)) return SCALARS[text]!;
  if (Object.hasOwn(ENUMERATIONS, text)) return enumeration(text, ENUMERATIONS[text]!.split(' '));
  // What the catalogue calls by a name that is no type is an object.
  return objectOf(text, isKindOf);
}
