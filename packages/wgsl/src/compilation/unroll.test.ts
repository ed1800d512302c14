import { describe } from 'vitest';
import { itKeeps } from '../testing/passes.js';
import { simplify } from './simplify.js';
import { split } from './split.js';
import { unroll } from './unroll.js';

describe('a program does what it did', () => itKeeps(unroll, (program) => simplify(split(program))));
