/** A kernel as a WebAssembly module (SPEC.md, chapter Compilation). */
import type { Guards } from '../analysis/guards.js';
import type { Kernel } from '../execution/ir.js';
import type { Compiled, CompileOptions } from './compiled.js';
import { Frame } from './emission/frame.js';
import { levelsOf } from './emission/levels.js';
import { Course } from './emission/phases.js';
import { ownerCondition, ownerConditionWords } from './layout.js';
import { assertAtMost, assertCompilable, assertTakesOn, most } from './limits.js';
import { optimize } from './passes/optimize.js';
import { build } from './program/build.js';
import { livenessOf } from './program/liveness.js';
import type { Program } from './program/program.js';
import { Code, op, type Procedure, toModule } from './wasm/wasm.js';

/**
 * Compiles a kernel for all cells of all dispatches in which no guard fires but those that are given.
 *
 * @param guards those that are not needless (SPEC.md A2).
 * @throws AssayError `compiler.too-deep`, `compiler.too-large` (exhausted), see limits.ts.
 */
export function compile(kernel: Kernel, guards: Guards, options: CompileOptions): Compiled {
  return emit(programOf(kernel, guards), options);
}

/**
 * The program that is emitted.
 *
 * @throws AssayError `compiler.too-deep`, `compiler.too-large` (exhausted).
 */
export function programOf(kernel: Kernel, guards: Guards): Program {
  assertTakesOn(kernel.body);
  return optimize(build(kernel, guards));
}

/**
 * Writes the module of a program whose registers are webs.
 *
 * @param sweeps see {@link levelsOf}.
 * @throws AssayError `compiler.too-deep`, `compiler.too-large` (exhausted).
 */
export function emit(program: Program, asked: CompileOptions, sweeps?: number): Compiled {
  const [x, y, z] = program.workgroupSize;
  // Four lanes of which most are never active gain nothing.
  const options: CompileOptions = x * y * z < 4 ? { ...asked, lanes: 1 } : asked;
  assertTakesOn(program.body);
  const liveness = livenessOf(program);
  const frame = new Frame(program, liveness, levelsOf(program, liveness, options.lanes, sweeps), options);
  const course = new Course(frame);
  frame.readArguments();
  course.emit();
  assertCompilable(frame.code);
  const run: Procedure = { name: 'run', parameters: ['i32'], results: [], code: frame.code };
  const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;
  const memoryBytes = 4 * program.workgroupWords + course.localBytes + course.slotBytes;
  assertAtMost(memoryBytes, most.memoryBytes, 'bytes of working memory');
  return {
    ...options,
    bytes: toModule([run, owned()], options.isShared),
    workgroupSize: program.workgroupSize,
    bindings: program.bindings,
    workgroupBytes: aligned(4 * program.workgroupWords),
    localBytes: aligned(course.localBytes),
    slotBytes: aligned(course.slotBytes),
  };
}

/** The function that says whether the cell owns a word: of the address of its owner table, and the word. */
function owned(): Procedure {
  const code = new Code(['i32', 'i32']);
  const [conditions, word, end, place] = [0, 1, code.local('i32'), code.local('i32')];
  const field = (name: keyof typeof ownerCondition): void => {
    code.get(conditions);
    code.load('i32Load', 4 * ownerCondition[name]);
  };
  code.get(conditions);
  code.load('i32Load');
  code.i32(4 * ownerConditionWords);
  code.emit(op.i32.mul);
  code.get(conditions);
  code.i32(4);
  code.emit(op.i32.add);
  code.tee(conditions);
  code.emit(op.i32.add);
  code.set(end);
  const next = code.loop();
  code.get(conditions);
  code.get(end);
  code.emit(op.i32.geU);
  code.if();
  code.i32(1);
  code.emit(op.return);
  code.end();
  code.get(word);
  field('stride');
  code.emit(op.i32.divU);
  code.set(place);
  field('extent');
  code.if();
  code.get(place);
  field('extent');
  code.emit(op.i32.remU);
  code.set(place);
  code.end();
  code.get(place);
  field('start');
  code.emit(op.i32.sub);
  field('count');
  code.emit(op.i32.geU);
  code.if();
  code.i32(0);
  code.emit(op.return);
  code.end();
  code.get(conditions);
  code.i32(4 * ownerConditionWords);
  code.emit(op.i32.add);
  code.set(conditions);
  code.branch(next);
  code.end();
  code.emit(op.unreachable);
  return { parameters: ['i32', 'i32'], results: ['i32'], code };
}
