/** What the compiler is right by: its guards, masks, bounds and limits, and what it remembers of lanes that wait. */
import { control } from './emitter/control.js';
import { course } from './emitter/course.js';
import { guards } from './emitter/guards.js';
import { lanes } from './emitter/lanes.js';
import { limits } from './emitter/limits.js';
import { memory } from './emitter/memory.js';
import { operations } from './emitter/operations.js';
import type { Mutation } from './mutation.js';

export const emitter: readonly Mutation[] = [
  ...guards,
  ...memory,
  ...control,
  ...course,
  ...lanes,
  ...limits,
  ...operations,
];
