// `npm run lint`: says what breaks a rule of this repository, and how to mend it. Changes no file.
import { run } from './checks/table.js';
import { root } from './root.js';

const { passed, failed } = await run(root, (line) => console.log(line));
console.log(`checks: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
