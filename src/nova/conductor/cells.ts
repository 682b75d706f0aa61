/** The cell for instances that found no host. */
export const CELL0 = '00000000-0000-0000-0000-000000000000';
