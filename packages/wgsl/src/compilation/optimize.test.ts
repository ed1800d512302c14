import { describe } from 'vitest';
import { itKeeps } from '../testing/passes.js';
import { optimize } from './optimize.js';

describe('a program does what it did', () => itKeeps(optimize, (program) => program));
