import { describe } from 'vitest';
import { itKeeps } from '../testing/passes.js';
import { promote } from './promote.js';
import { simplify } from './simplify.js';
import { split } from './split.js';

describe('a program does what it did', () => itKeeps((program) => split(promote(program)), (program) => simplify(split(program))));
