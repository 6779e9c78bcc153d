/** The identity of a partition of a table that is to be built again: no build gives it. */
export const NO_IDENTITY = '0'.repeat(64);
