/** Random kernels of the IR that race, and need no guard whatever they load. */
import type { BinaryOperation, Instruction, Kernel } from '../execution/ir.js';
import * as ir from './assembly.js';
import { type Draw, pick } from './wild.js';

const { again, binary, constant, copy, leave, loadBuffer, loop, region, storeBuffer, when } = ir;

/**
 * Registers in pairs of a word that others may store meanwhile and the same plus the invocation's index. In each invocation's course
 * the difference is its index, so an access there needs no guard. Binding 0 has a word for each invocation, and so has binding 2,
 * which the cell owns.
 */
export function racingOf(draw: Draw): Kernel {
  const [lane, word, index, bound, condition] = [0, 1, 2, 3, 4];
  const [first, pairs] = [10, 3];
  const is = (operation: BinaryOperation, left: number, right: number): readonly Instruction[] => [
    constant(condition, right),
    binary(condition, left, operation, condition),
  ];
  let labels = 0;
  const pair = (): readonly [number, number] => {
    const one = first + 2 * draw(pairs);
    return [one, one + 1];
  };
  const access = (): readonly Instruction[] => {
    const [loaded, sum] = pair();
    return [binary(index, sum, 'sub', loaded), loadBuffer(word, 0, index), storeBuffer(2, index, word)];
  };
  const update = (): readonly Instruction[] => {
    const [loaded, sum] = pair();
    const load = draw(2) === 0 ? ir.load(loaded, 'workgroup', index) : loadBuffer(loaded, 2, index);
    return [constant(index, draw(2)), load, binary(sum, loaded, 'add', lane)];
  };
  const disturb = (): readonly Instruction[] => {
    const store = draw(2) === 0 ? ir.store('workgroup', index, word) : storeBuffer(2, index, word);
    return [constant(word, 1000 + draw(9)), binary(word, word, 'mul', lane), constant(index, draw(2)), store];
  };
  const list = (depth: number): readonly Instruction[] =>
    Array.from({ length: 1 + draw(5) }, () => statement(depth)).flat();
  const statement = (depth: number): readonly Instruction[] => {
    switch (draw(depth === 0 ? 6 : 9)) {
      case 0:
      case 1:
        return access();
      case 2:
      case 3:
        return update();
      case 4:
      case 5:
        return disturb();
      case 6:
      case 7: {
        const test = draw(2) === 0 ? is('lt-u', lane, draw(8)) : is('lt-u', pair()[draw(2)]!, draw(9000));
        return [...test, when(condition, list(depth - 1), list(depth - 1))];
      }
      default: {
        labels += 1;
        const [label, counter] = [labels, 20 + depth];
        const ends = [binary(condition, bound, 'le-u', counter), when(condition, [leave(label)])];
        const next = [constant(condition, 1), binary(counter, counter, 'add', condition)];
        const body = [...is('and', lane, 3), copy(bound, condition), ...ends, ...next, ...list(depth - 1)];
        return [constant(counter, 0), loop(label, [...body, again(label)])];
      }
    }
  };
  const start = Array.from({ length: pairs }, (_, k) => copy(first + 2 * k + 1, lane));
  const phases = Array.from({ length: 1 + draw(4) }, () => [ir.barrier('workgroup'), region(...list(draw(4)))]);
  return ir.kernel([region(...start), ...phases.flat()], { workgroupSize: [pick(draw, [2, 4, 5, 8, 13]), 1, 1] });
}
