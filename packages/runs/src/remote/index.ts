export { remoteRuns } from './remote-runs.ts';
