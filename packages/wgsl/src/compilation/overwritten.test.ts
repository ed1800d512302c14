import { describe } from 'vitest';
import { itKeeps } from '../testing/passes.js';
import { removeOverwritten } from './overwritten.js';
import { simplify } from './simplify.js';
import { split } from './split.js';

describe('a program does what it did', () => itKeeps(removeOverwritten, (program) => simplify(split(program))));
