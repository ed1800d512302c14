/** Smaller programs than a program, by one change each; the largest changes first. Many are no valid programs. */
import type { Launch, Program } from '../generator/program.js';
import type { Block, Expression, Module, Statement } from '../generator/syntax.js';
import * as term from '../generator/term.js';
import { equals } from '../generator/type.js';
import * as visit from '../generator/visit.js';
import * as forget from './forget.js';
import { blocks, blocksOf, mapStatements, replace, statements } from './tree.js';

/** Gives candidates one after the other. */
export type Pass = (program: Program) => Iterable<Program>;

/** In the order in which they pay off. */
export const passes: readonly Pass[] = [
  smallerLaunches,
  withoutStatements,
  flattened,
  withoutNames,
  withoutParts,
  simplerExpressions,
  simplerData,
];

function ofModule(program: Program, module: Module): Program {
  return { ...program, module };
}

/** Runs of statements left out: whole blocks, halves, and so on to single ones. */
function* withoutStatements(program: Program): Iterable<Program> {
  for (const block of blocks(program.module)) {
    for (let size = block.length; size > 0; size = Math.floor(size / 2)) {
      for (let at = 0; at < block.length; at += size) {
        yield ofModule(program, replace(program.module, block, block.toSpliced(at, size)));
      }
    }
  }
}

/** What stands in a branch or loop in its place. */
function* flattened(program: Program): Iterable<Program> {
  const { module } = program;
  for (const block of blocks(module)) {
    for (const [at, node] of block.entries()) {
      for (const by of [...simplerStatements(node), ...blocksOf(node), ...blocksOf(node).map(withoutJumps)]) {
        yield ofModule(program, replace(module, block, [...block.slice(0, at), ...by, ...block.slice(at + 1)]));
      }
    }
  }
}

/** Without the jumps that led out of the statement that was around. */
function withoutJumps(block: Block): Block {
  return block.flatMap((node): Block => {
    switch (node.kind) {
      case 'break':
      case 'continue':
        return [];
      case 'if': {
        const otherwise = node.otherwise === undefined ? undefined : withoutJumps(node.otherwise);
        return [{ ...node, body: withoutJumps(node.body), otherwise }];
      }
      case 'block':
        return [{ ...node, body: withoutJumps(node.body) }];
      default:
        return [node];
    }
  });
}

function simplerStatements(node: Statement): readonly Block[] {
  switch (node.kind) {
    case 'if':
      return node.otherwise === undefined ? [] : [[{ ...node, otherwise: undefined }]];
    case 'switch':
      return node.clauses.flatMap((clause, at) => [
        ...(clause.isDefault ? [] : [[{ ...node, clauses: node.clauses.toSpliced(at, 1) }]]),
        ...(clause.selectors.length > Number(!clause.isDefault)
          ? [[{ ...node, clauses: node.clauses.with(at, { ...clause, selectors: clause.selectors.slice(1) }) }]]
          : []),
      ]);
    case 'loop':
      return [
        ...(node.continuing === undefined ? [] : [[{ ...node, continuing: undefined }]]),
        ...(node.breakIf === undefined ? [] : [[{ ...node, breakIf: undefined }]]),
      ];
    case 'assign':
      return node.operator === '=' ? [] : [[{ ...node, operator: '=' }]];
    default:
      return [];
  }
}

/** Without functions, variables, constants, overrides; without declarations, whose values take the names' places. */
function* withoutNames(program: Program): Iterable<Program> {
  const { module } = program;
  const used = visit.reachable(module);
  const declared = [...module.functions, ...module.constants, ...module.variables].map(({ name }) => name);
  const unused = declared.filter((name) => !used.has(name));
  for (const name of [...unused, ...declared]) yield ofModule(program, forget.name(module, name));
  for (const { name } of module.overrides) yield ofModule(program, forget.override(program, name));
  for (const node of statements(module)) {
    if (node.kind !== 'var' && node.kind !== 'let' && node.kind !== 'const') continue;
    yield ofModule(program, forget.name(module, node.name));
    yield ofModule(program, forget.inlined(module, node));
    if (node.kind === 'var' && node.initializer !== undefined)
      yield ofModule(program, replace(module, node, { ...node, hasType: true, initializer: undefined }));
  }
  for (const { name, body } of module.functions) yield* inlinedCalls(program, name, body);
}

/** The statements of a function without parameters that are used, in the place of a call for its effects. */
function* inlinedCalls(program: Program, name: string, body: Block): Iterable<Program> {
  const effects = body.filter(({ kind }) => kind !== 'return');
  const result = body.at(-1);
  yield ofModule(
    program,
    mapStatements(program.module, (node) =>
      node.kind === 'call-statement' && node.call.name === name ? [{ kind: 'block', body: effects }] : [node],
    ),
  );
  if (effects.length > 0 || result?.kind !== 'return' || result.value === undefined) return;
  for (const call of allExpressions(program.module)) {
    if (call.kind === 'call' && call.name === name)
      yield ofModule(program, replace(program.module, call, result.value));
  }
}

/** Without parameters, members, builtin values. */
function* withoutParts(program: Program): Iterable<Program> {
  const { module } = program;
  for (const { name, parameters } of module.functions) {
    for (const at of parameters.keys()) yield ofModule(program, forget.parameter(module, name, at));
  }
  for (const { name, members } of module.structs) {
    for (const at of members.keys()) if (members.length > 1) yield ofModule(program, forget.member(module, name, at));
  }
  for (const struct of module.structs)
    yield ofModule(program, { ...module, structs: module.structs.filter((one) => one !== struct) });
  const { parameters, inputStruct } = module.entry;
  if (inputStruct !== undefined) {
    const body = module.entry.body.filter(
      (node) => node.kind !== 'let' || !parameters.some(({ name }) => name === node.name),
    );
    yield ofModule(program, { ...module, entry: { ...module.entry, inputStruct: undefined, body } });
  }
  for (const at of parameters.keys()) {
    yield ofModule(program, { ...module, entry: { ...module.entry, parameters: parameters.toSpliced(at, 1) } });
  }
  for (const variable of module.variables) {
    if (variable.initializer !== undefined)
      yield ofModule(program, replace(module, variable, { ...variable, initializer: undefined }));
  }
}

function allExpressions(module: Module): readonly Expression[] {
  const bodies = [module.entry.body, ...module.functions.map(({ body }) => body)];
  return [...bodies.flatMap(visit.expressionsIn), ...module.constants.flatMap(({ value }) => visit.expressions(value))];
}

/** Other values in the place of values: zero, or a part of the same type. */
function* simplerExpressions(program: Program): Iterable<Program> {
  const { module } = program;
  const places = new Set(statements(module).flatMap(placesOf));
  for (const node of allExpressions(module)) {
    if (places.has(node)) continue;
    for (const by of simpler(node)) yield ofModule(program, replace(module, node, by));
  }
}

/** The places that a statement stores to, with the steps to them. */
function placesOf(node: Statement): readonly Expression[] {
  if (node.kind !== 'assign' && node.kind !== 'increment') return [];
  const steps: Expression[] = [];
  for (let at: Expression | undefined = node.place; at !== undefined; ) {
    steps.push(at);
    at = at.kind === 'index' || at.kind === 'member' || at.kind === 'swizzle' ? at.object : undefined;
  }
  return steps;
}

function simpler(node: Expression): readonly Expression[] {
  const { type } = node;
  if (type.kind === 'void') return [];
  if (node.kind === 'literal') return simplerLiterals(node);
  const inner = visit
    .expressions(node)
    .slice(1)
    .filter((part) => equals(part.type, type));
  if (type.kind === 'pointer') return inner;
  const isZero = node.kind === 'construct' && node.arguments.length === 0;
  const numbers = type.kind === 'scalar' && !isZero ? [term.literal(type, 0), term.literal(type, 1)] : [];
  const zeros = type.kind === 'scalar' || isZero || node.kind === 'name' ? [] : [term.zero(type)];
  // An index or operand that does without its conversion to another type.
  const converted = node.kind === 'construct' && node.arguments.length === 1 ? node.arguments : [];
  const bare = node.kind === 'construct' && node.isInferred ? [{ ...node, isInferred: false }] : [];
  return [...numbers.slice(0, 1), ...zeros, ...inner, ...numbers.slice(1), ...converted, ...bare];
}

function simplerLiterals({ type, value, isBare }: Expression & { readonly kind: 'literal' }): readonly Expression[] {
  const smaller = [0, 1, Math.trunc(value / 2)].filter((one) => Math.abs(one) < Math.abs(value));
  return [...new Set(smaller)].map((one) => term.literal(type, one, isBare));
}

/** Fewer steps, workgroups and invocations, and a smaller budget. */
function* smallerLaunches(program: Program): Iterable<Program> {
  const { module, launch } = program;
  if (launch.steps.length > 1) {
    for (const step of launch.steps) yield { ...program, launch: { ...launch, steps: [step] } };
  }
  for (const [axis, extent] of launch.grid.entries()) {
    for (const smaller of smallerNumbers(extent, 1)) {
      const grid = launch.grid.with(axis, smaller) as unknown as Launch['grid'];
      yield { ...program, launch: { ...launch, grid } };
      yield { ...program, launch: { ...launch, grid, writes: framed(launch) } };
    }
  }
  for (const [axis, size] of module.entry.workgroupSize.entries()) {
    const numbers = size.kind === 'literal' ? smallerNumbers(size.value, 1) : [1];
    for (const smaller of numbers) {
      const workgroupSize = module.entry.workgroupSize.with(axis, term.unsigned(smaller));
      yield ofModule(program, { ...module, entry: { ...module.entry, workgroupSize } });
    }
    if (axis > 0) {
      const workgroupSize = module.entry.workgroupSize.toSpliced(axis, 1);
      yield ofModule(program, { ...module, entry: { ...module.entry, workgroupSize } });
    }
  }
  for (const [at, step] of launch.steps.entries()) {
    for (const loopBudget of smallerNumbers(step.loopBudget, 0)) {
      yield { ...program, launch: { ...launch, steps: launch.steps.with(at, { ...step, loopBudget }) } };
    }
  }
}

/** `least`, the half, one less. */
function smallerNumbers(value: number, least: number): readonly number[] {
  return [...new Set([least, Math.floor(value / 2), value - 1])].filter((one) => one >= least && one < value);
}

/** With frames of zeros: then not every word needs an owner. */
function framed({ writes }: Launch): Launch['writes'] {
  return Object.fromEntries(
    Object.entries(writes).map(([name, data]) => [
      name,
      { ...data, from: data.from ?? new Uint8Array(data.sizeBytes) },
    ]),
  );
}

/** Zeros and small numbers in buffers, and fewer of them. */
function* simplerData(program: Program): Iterable<Program> {
  const { module, launch } = program;
  const used = visit.reachable(module);
  for (const [name, data] of Object.entries(launch.reads)) {
    if (!used.has(name)) continue;
    const put = (bytes: Uint8Array): Program => ({
      ...program,
      launch: { ...launch, reads: { ...launch.reads, [name]: { ...data, bytes } } },
    });
    for (const words of smallerNumbers(data.bytes.length / 4, 1)) yield put(data.bytes.slice(0, 4 * words));
    for (const bytes of simplerWords(data.bytes)) yield put(bytes);
  }
  for (const [name, data] of Object.entries(launch.writes)) {
    if (!used.has(name)) continue;
    const put = (changed: Partial<typeof data>): Program => ({
      ...program,
      launch: { ...launch, writes: { ...launch.writes, [name]: { ...data, ...changed } } },
    });
    const { from, owner } = data;
    if (from !== undefined) yield put({ from: undefined });
    for (const words of smallerNumbers(data.sizeBytes / 4, 1)) {
      yield put({ sizeBytes: 4 * words, from: from?.slice(0, 4 * words) });
    }
    if (from !== undefined) for (const bytes of simplerWords(from)) yield put({ from: bytes });
    yield put({ owner: { kind: 'linear', words: data.sizeBytes / 4, offset: 0 } });
    if (owner.kind === 'linear')
      for (const words of smallerNumbers(owner.words, 1)) yield put({ owner: { ...owner, words } });
  }
}

function* simplerWords(bytes: Uint8Array): Iterable<Uint8Array> {
  const words = new Int32Array(bytes.slice().buffer);
  const toBytes = (changed: Int32Array): Uint8Array => new Uint8Array(changed.buffer);
  if (words.some((word) => word !== 0)) yield toBytes(new Int32Array(words.length));
  for (let size = words.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < words.length; at += size) {
      if (words.subarray(at, at + size).some((word) => word !== 0)) yield toBytes(words.slice().fill(0, at, at + size));
    }
  }
  for (const [at, word] of words.entries()) {
    for (const smaller of [1, Math.trunc(word / 2)]) {
      if (Math.abs(smaller) < Math.abs(word)) yield toBytes(words.with(at, smaller));
    }
  }
}
