export {
  type Environment,
  type RecordServer,
  recordPlace,
  recordServer,
  recordServerOf,
} from './connection/record-server.ts';
