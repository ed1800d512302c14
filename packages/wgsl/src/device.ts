/** What is given to a device instead of the author's text, where that could do what a guard prevents (SPEC.md, chapter Device code). */
export { codeOf, type DeviceCode, type StepKernel } from './device/code.js';
export { print } from './device/print.js';
