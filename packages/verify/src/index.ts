export { type Terms, verifyReceipt, verifyReceiptBytes } from './receipt.js';
export { checkReplay } from './replay.js';
