export { anyHostAt } from './any-host.ts';
export { browserPath } from './browser.ts';
export { children } from './children.ts';
export { FAULTS, type FaultRow } from './faults.ts';
export { cacheFolder, repositoryFolder } from './folders.ts';
export { startSmallArchive } from './small-archive.ts';
export { someOf } from './some-of.ts';
export { HEALTHY, keyOf, VICTIM } from './victim.ts';
