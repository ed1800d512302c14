import { describe } from 'vitest';
import { itKeeps } from '../testing/passes.js';
import { coalesce } from './coalesce.js';
import { simplify } from './simplify.js';
import { split } from './split.js';

describe('a program does what it did', () => itKeeps(coalesce, (program) => simplify(split(program))));
