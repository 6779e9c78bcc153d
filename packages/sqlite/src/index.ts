export { type OtherThanFile, otherThanFile } from './file-kind.ts';
export { freeBytes } from './free-bytes.ts';
export {
  type Durability,
  openToReadOnly,
  openToWrite,
  prepared,
  type Schema,
  type Step,
} from './open-file.ts';
export { disown, isAlive, ownerOf, type ProcessOwner } from './process-owner.ts';
export { isBusy, isClosed, isDamaged, isFull, isStorageError } from './sqlite-errors.ts';
export { transaction } from './transaction.ts';
