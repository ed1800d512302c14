import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder, seen from the compiled files in `packages/tools/dist`. */
export const root: string = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
