/** Accesses to memory, and whether their guards can fire (SPEC.md A2, A4). */
import type { Clamp, Instruction } from '../execution/ir.js';
import { type AccessKind, familyOf, kindOf } from '../execution/race.js';
import type { Access } from './access.js';
import { constant, key, of, shift } from './affine.js';
import * as arithmetic from './arithmetic.js';
import * as bound from './bound.js';
import * as contents from './contents.js';
import { integer } from './division.js';
import * as facts from './facts.js';
import * as ownership from './ownership.js';
import * as predicates from './predicate.js';
import * as ranges from './range.js';
import * as universes from './universe.js';
import type { Affine } from './unknown.js';
import type { Walk } from './walk.js';

type Kind<K extends Instruction['kind']> = Extract<Instruction, { kind: K }>;
type BufferAccess = Kind<'load-buffer' | 'store-buffer'>;

/** Words of a literal that are looked at, to know what a load gives. */
const MOST_LITERAL_WORDS = 1024;
/** Loads that are looked at, to know whether it matters what memory holds. */
const MOST_LOADS = 256;
const WORD = 2 ** 32;

/** E13. */
export function clamp(walk: Walk, node: Clamp, index: Affine): Affine {
  const last = node.count - 1;
  const whole = integer(walk, index, false);
  if (bound.greatest(walk, whole, last) <= last) return whole;
  if (walk.trial === undefined) walk.findings.clamps.add(node);
  return arithmetic.extremum(walk, false, false, whole, constant(last));
}

export function load(walk: Walk, node: Kind<'load'>, index: Affine): Affine {
  const { universe, contents: held, findings } = walk;
  if (node.memory === 'workgroup') note(walk, node, 'workgroup', 'read', index, walk.facts);
  const words = wordsOf(walk, node.memory, index);
  if (walk.trial === undefined && findings.loads.length < MOST_LOADS) findings.loads.push(words);
  const isSame = node.memory === 'workgroup' && node.isUniform;
  const { low, high } = held === undefined ? ranges.any : contents.rangeOf(universe, held, words);
  if (low === high) return constant(low);
  return of(universes.make(universe, { low, high, isUniform: isSame, origin: { kind: 'word' } }));
}

export function modify(walk: Walk, node: Kind<'store' | 'atomic'>, index: Affine, value: Affine): void {
  const { trial, findings } = walk;
  if (trial !== undefined) return;
  const memory = node.kind === 'atomic' ? 'workgroup' : node.memory;
  const values =
    node.kind === 'atomic' ? ranges.any : ranges.from(bound.least(walk, value), bound.greatest(walk, value), false);
  findings.stores.push({ ...wordsOf(walk, memory, index), values });
  if (memory === 'local') return;
  const kind = node.kind === 'atomic' ? kindOf(familyOf[node.operation]) : 'write';
  note(walk, node, memory, kind, index, walk.facts);
}

function wordsOf(walk: Walk, memory: contents.Memory, index: Affine): contents.Words {
  const [first, last] = arithmetic.rangeOf(walk, integer(walk, index, false), false);
  return { memory, first, last };
}

export function storeBuffer(walk: Walk, node: BufferAccess, index: Affine, valid: Affine | undefined): void {
  check(walk, node, index, valid, 'write');
}

export function loadBuffer(walk: Walk, node: BufferAccess, index: Affine, valid: Affine | undefined): Affine {
  const { universe, dispatch } = walk;
  check(walk, node, index, valid, 'read');
  if (isWritten(walk, node.binding)) return of(universes.word(universe, false));
  const literal = dispatch.literals.get(node.binding);
  const found = literal === undefined ? undefined : loadLiteral(walk, literal, index, valid);
  if (found !== undefined) return found;
  // The contents do not change, so the same word is the same value.
  const operands = valid === undefined ? [index] : [index, valid];
  const name = `load ${node.binding} ${operands.map(key).join(' ')}`;
  const [unknown] = universes.memoize(universe, name, () => [
    universes.make(universe, { low: 0, high: WORD - 1, ...universes.functionOf(name, ...operands) }),
  ]);
  return of(unknown!);
}

/** A word of a literal, 0 where a guard fires (E10). */
function loadLiteral(walk: Walk, bytes: Uint8Array, index: Affine, valid: Affine | undefined): Affine | undefined {
  const [low, high] = arithmetic.rangeOf(walk, integer(walk, index, false), false);
  if (!(low <= high) || high - low >= MOST_LITERAL_WORDS) return undefined;
  walk.universe.work += high - low;
  const isValid = valid === undefined || arithmetic.known(walk, valid) === 1;
  const words = isValid ? [] : [0];
  for (let word = low; word <= high; word++) words.push(wordAt(bytes, word));
  const [least, greatest] = [Math.min(...words), Math.max(...words)];
  if (least === greatest) return constant(least);
  return of(arithmetic.fresh(walk, least, greatest, index, ...(valid === undefined ? [] : [valid])));
}

/** Little-endian, signed; 0 behind the end. */
function wordAt(bytes: Uint8Array, word: number): number {
  const byte = (k: number): number => bytes[4 * word + k] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}

/** Which guards of an access to a buffer can fire. */
function check(walk: Walk, node: BufferAccess, index: Affine, valid: Affine | undefined, kind: 'read' | 'write'): void {
  if (walk.trial !== undefined) return;
  const { universe, dispatch, findings } = walk;
  const last = (dispatch.lengthWords.get(node.binding) ?? 0) - 1;
  const word = integer(walk, index, false);
  const isValid = valid === undefined || arithmetic.known(walk, valid) === 1;
  if (!isValid || bound.greatest(walk, word, last) > last) findings.outside.add(node);
  const map = dispatch.owners.get(node.binding);
  if (!isWritten(walk, node.binding)) return;
  // Behind the guard of E10: where it fires, no other does.
  const inside = insideOf(walk, shift(word, -last), valid);
  if (inside === undefined) return;
  const scope = { universe, facts: inside };
  if (map === undefined || !ownership.isOwned(scope, map, dispatch.grid, walk.position, word))
    findings.foreign.add(node);
  note(walk, node, { binding: node.binding }, kind, word, inside);
}

/** The facts where an access is made. */
function insideOf(
  { universe, facts: known }: Walk,
  excess: Affine,
  valid: Affine | undefined,
): facts.Facts | undefined {
  const made = valid === undefined ? known : predicates.assume(universe, known, predicates.is(valid, 1), true);
  return made === undefined ? undefined : facts.assume(made, excess);
}

function isWritten({ kernel }: Walk, binding: number): boolean {
  return kernel.bindings.some((one) => one.binding === binding && one.access === 'write');
}

function note(
  walk: Walk,
  instruction: Instruction,
  memory: Access['memory'],
  kind: AccessKind,
  index: Affine,
  known: facts.Facts,
): void {
  const { trial, region, rounds, findings } = walk;
  if (trial !== undefined || region === undefined) return;
  const word = integer(walk, index, false);
  findings.accesses.push({ instruction, memory, kind, word, facts: known, region, rounds: [...rounds] });
}
