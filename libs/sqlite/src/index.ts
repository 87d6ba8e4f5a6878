export { type Backup, listBackups, readBackup, removeBackup, unfinishedBackups } from './backup/backup-files.js';
export type { RebuildOptions } from './backup/backup-job.js';
export type { RowCounts } from './backup/backup-manifest.js';
export { LiveBackup, type LiveDatabase } from './backup/live-backup.js';
export { holdCheckpoints, releaseCheckpoints } from './backup/log-follower.js';
export {
  CHECK_PREFIX,
  discardStaged,
  finishPutting,
  isBeingStaged,
  isDecided,
  putInPlace,
  stageBackup,
  verifyBackup,
} from './backup/restore-backup.js';
export { type Reading, ReadThread, type ReadThreadOptions } from './reading/read-thread.js';
export { type Keys, stageRekeyed } from './rekeying/stage-rekeyed.js';
export { stageRekeyedBackup } from './rekeying/stage-rekeyed-backup.js';
export { GroupCommit } from './opening/group-commit.js';
export { hold, type Hold, lockBeside } from './opening/hold.js';
export { isPlain } from './opening/encryption.js';
export { emptiedLog, emptyLog } from './opening/free-pages.js';
export type { MoveReason } from './opening/move-aside.js';
export * from './opening/open-sqlite.js';
export * from './opening/sqlite-fault.js';
export * from './opening/sqlite-file.js';
