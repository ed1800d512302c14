/** Loads and stores: buffers with their guards, local and workgroup memory (SPEC.md D2 to D5). */
import type { Clamp, Instruction } from '../execution/ir.js';
import type { AtomicOperation } from '../execution/operation.js';
import { literal, name } from './operation.js';
import * as owner from './owner.js';
import type { Printer } from './printer.js';

type Of<Kind extends Instruction['kind']> = Extract<Instruction, { kind: Kind }>;

/** The statement of a load from a buffer. */
export function loadBuffer(printer: Printer, one: Of<'load-buffer'>): string {
  const call = guarded(printer, one, 'load');
  const text =
    call === undefined ? `b${one.binding}[${name(one.index)}]` : `${call.name}(${call.arguments.join(', ')})`;
  return `${name(one.to)} = ${text};`;
}

export function storeBuffer(printer: Printer, one: Of<'store-buffer'>): string {
  const value = name(one.value);
  const call = guarded(printer, one, 'store');
  if (call === undefined) return `b${one.binding}[${name(one.index)}] = ${value};`;
  return `${call.name}(${[...call.arguments, value].join(', ')});`;
}

/** E13. */
export function clamp({ guards }: Printer, one: Clamp): string {
  const index = name(one.index);
  return `${name(one.to)} = ${guards.clamps.has(one) ? `min(${index}, ${literal(one.count - 1)})` : index};`;
}

interface Guarded {
  readonly name: string;
  readonly arguments: readonly string[];
}

/**
 * The call of a function that makes an access if its guards let it, without the value to store; undefined if it has none. Its name
 * tells what it tests: `v` the validity of the indices on the way, `l` the length, `o` the owner.
 */
function guarded(
  printer: Printer,
  one: Of<'load-buffer'> | Of<'store-buffer'>,
  action: 'load' | 'store',
): Guarded | undefined {
  const { guards, functions } = printer;
  const { binding, valid } = one;
  const isForeign = guards.foreign.has(one);
  const hasLength = guards.outside.has(one);
  const hasValid = hasLength && valid !== undefined;
  if (!hasLength && !isForeign) return undefined;
  const tested = `${hasValid ? 'v' : ''}${hasLength ? 'l' : ''}${isForeign ? 'o' : ''}`;
  const called = `${action}${binding}_${tested}`;
  if (!functions.has(called)) {
    if (isForeign) declareOwner(printer, binding);
    const parts = [
      ...(hasValid ? ['valid != 0u'] : []),
      ...(hasLength ? [`word < arrayLength(&b${binding})`] : []),
      ...(isForeign ? [`owns${binding}(word)`] : []),
    ];
    const parameters = [
      'word: u32',
      ...(hasValid ? ['valid: u32'] : []),
      ...(action === 'store' ? ['value: u32'] : []),
    ];
    functions.set(called, accessor(called, parameters, owner.both(parts), binding, action));
  }
  return { name: called, arguments: [name(one.index), ...(hasValid ? [name(valid)] : [])] };
}

function accessor(
  called: string,
  parameters: readonly string[],
  condition: string,
  binding: number,
  action: 'load' | 'store',
): string {
  const head = `fn ${called}(${parameters.join(', ')})`;
  const buffer = `b${binding}`;
  if (action === 'store') return `${head} {\n  if (${condition}) { ${buffer}[word] = value; }\n}`;
  // Without a branch: SwiftShader compiles hundreds of them more than linearly. Bindings have a word at least.
  return `${head} -> u32 {\n  return select(0u, ${buffer}[min(word, arrayLength(&${buffer}) - 1u)], ${condition});\n}`;
}

function declareOwner({ functions, dispatch }: Printer, binding: number): void {
  const condition = owner.condition(dispatch.owners.get(binding)!, dispatch.grid);
  functions.set(`owns${binding}`, `fn owns${binding}(word: u32) -> bool { return ${condition}; }`);
}

/** The type of a word of workgroup memory: signed minima and maxima need i32. */
export function workgroupType({ atomics }: Printer['survey']): 'u32' | 'atomic<u32>' | 'atomic<i32>' {
  if (atomics.size === 0) return 'u32';
  return isSigned(atomics) ? 'atomic<i32>' : 'atomic<u32>';
}

/** Of a kernel that has both kinds, the signed ones are made of compare and exchange. */
function isSigned(atomics: ReadonlySet<AtomicOperation>): boolean {
  const has = (sign: 's' | 'u'): boolean => atomics.has(`min-${sign}`) || atomics.has(`max-${sign}`);
  return has('s') && !has('u');
}

export function load(printer: Printer, one: Of<'load'>): string {
  const { survey, agreements } = printer;
  const [to, index] = [name(one.to), name(one.index)];
  if (one.memory === 'local') return `${to} = local[${index}];`;
  switch (workgroupType(survey)) {
    case 'u32':
      return agreements.loads.has(one) ? `${to} = workgroupUniformLoad(&w[${index}]);` : `${to} = w[${index}];`;
    case 'atomic<u32>':
      return `${to} = atomicLoad(&w[${index}]);`;
    case 'atomic<i32>':
      return `${to} = u32(atomicLoad(&w[${index}]));`;
  }
}

export function store({ survey }: Printer, one: Of<'store'>): string {
  const [index, value] = [name(one.index), name(one.value)];
  if (one.memory === 'local') return `local[${index}] = ${value};`;
  switch (workgroupType(survey)) {
    case 'u32':
      return `w[${index}] = ${value};`;
    case 'atomic<u32>':
      return `atomicStore(&w[${index}], ${value});`;
    case 'atomic<i32>':
      return `atomicStore(&w[${index}], i32(${value}));`;
  }
}

const atomics: Readonly<Record<AtomicOperation, string>> = {
  add: 'atomicAdd',
  sub: 'atomicSub',
  'max-s': 'atomicMax',
  'max-u': 'atomicMax',
  'min-s': 'atomicMin',
  'min-u': 'atomicMin',
  and: 'atomicAnd',
  or: 'atomicOr',
  xor: 'atomicXor',
};

export function atomic(printer: Printer, { operation, index, value }: Of<'atomic'>): string {
  const { survey, functions } = printer;
  const [at, operand] = [name(index), name(value)];
  const isSignedWord = isSigned(survey.atomics);
  const isSignedOperation = operation === 'max-s' || operation === 'min-s';
  if (isSignedOperation && !isSignedWord) {
    const called = operation === 'max-s' ? 'max_signed' : 'min_signed';
    functions.set(called, exchange(called, operation === 'max-s' ? '>=' : '<='));
    return `${called}(${at}, ${operand});`;
  }
  return `${atomics[operation]}(&w[${at}], ${isSignedWord ? `i32(${operand})` : operand});`;
}

/** The order in which invocations come does not change what is there in the end. */
function exchange(called: string, settled: '>=' | '<='): string {
  return `fn ${called}(word: u32, value: u32) {
  var old = atomicLoad(&w[word]);
  while (i32(old) ${settled === '>=' ? '<' : '>'} i32(value)) {
    let result = atomicCompareExchangeWeak(&w[word], old, value);
    if (result.exchanged) { break; }
    old = result.old_value;
  }
}`;
}
