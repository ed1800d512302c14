import { describe } from 'vitest';
import { itKeeps } from '../testing/passes.js';
import { hoist } from './hoist.js';
import { simplify } from './simplify.js';
import { split } from './split.js';

describe('a program does what it did', () => itKeeps(hoist, (program) => simplify(split(program))));
