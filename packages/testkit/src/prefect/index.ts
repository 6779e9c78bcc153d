export { type Prefect, startPrefect } from './prefect.ts';
export { type KeptState, type Misbehaviour, type StandIn, startStandIn } from './stand-in.ts';
