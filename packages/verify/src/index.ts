export { checkProducts, type ProductFinding, type ProductOptions, type ProductResult } from './algebraic.js';
export {
  Audit,
  type AuditOptions,
  type AuditResult,
  audit,
  openAudit,
  openFullReplay,
  sampleOf,
} from './audit.js';
export { type CellFinding, type CellOptions, Cells, type Limits, type WrongWord } from './cell.js';
export { type Acceptance, verifyChallenge, verifyChallengeBytes } from './challenge.js';
export { Committed, type Opening } from './committed.js';
export * as descent from './descent.js';
export * as pages from './pages.js';
export * as product from './product.js';
export * as proof from './proof.js';
export { type Terms, verifyReceipt, verifyReceiptBytes } from './receipt.js';
export { checkReplay } from './replay.js';
export * as response from './response.js';
export type { Cell, Sample, Stretch } from './sample.js';
export * as sampling from './sampling.js';
export type { StretchFinding } from './stretch.js';
export { ofDescent, type ShownChunk } from './watch.js';
