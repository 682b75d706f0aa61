/** nova.objects.service.SERVICE_VERSION of 26.2.2, whose wire and tables these are. */
export const SERVICE_VERSION = 64;

/** The oldest release whose computes this one works with. nova.objects.service.OLDEST_SUPPORTED_SERVICE_VERSION. */
export const OLDEST_SUPPORTED = { release: 'Yoga', version: 61 } as const;
