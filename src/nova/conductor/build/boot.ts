import type {
  BlockDeviceMapping,
  BuildRequest,
  CellMapping,
  Instance,
  NovaObject,
  RequestSpec,
  Selection,
} from '../../objects/index.js';

/** One instance that is to be built. */
export interface Boot {
  readonly instanceUuid: string;
  readonly buildRequest: BuildRequest;
  readonly spec: RequestSpec;
}

/** What all instances of a request have in common. */
export interface BootExtras {
  readonly image: Readonly<Record<string, unknown>>;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly unknown[];
  readonly requestedNetworks: NovaObject | null;
  /** Not yet those of one instance. */
  readonly blockDevices: readonly BlockDeviceMapping[];
  readonly tags: readonly string[];
}

/** A boot whose instance is in its cell, with the host that was chosen for it. */
export interface Placed {
  readonly boot: Boot;
  readonly instance: Instance;
  readonly cell: CellMapping;
  /** The chosen one first, then its alternates. */
  readonly selections: readonly Selection[];
}
