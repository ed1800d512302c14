/** File formats and safe output of the command, for programs that want the same. */
export { exitCodes } from './exit.js';
export { writeOutput } from './files/export.js';
export * as npy from './files/npy.js';
export * as png from './files/png.js';
export { pictureSize, type ReadInput, readInput } from './files/source.js';
export { type StageOptions, stage, type WriteOptions, writeFile } from './files/staging.js';
export { auditPage } from './page/audit.js';
export { type AuditFacts, type AuditReport, type Command, reportOf } from './page/report.js';
export { type Format, paint } from './style.js';
