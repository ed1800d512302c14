/** What each choice of the compiler costs: the cell compiled in two ways, side by side. */
import { analysis } from '@assay/wgsl';
import type { Setting } from '../benchmark.js';
import { assertEqual } from '../content.js';
import type { Row } from '../report.js';
import { interleave } from '../statistics.js';
import type { Case } from './case.js';
import { type Choice, CompiledCell } from './cell.js';
import { NAME, times } from './rows.js';
import { patienceOf, warm } from './timing.js';

export async function measureChoices({ isQuick, note }: Setting, one: Case): Promise<Row[]> {
  const patience = patienceOf(isQuick);
  const plain = new CompiledCell(one, { lanes: 4 });
  const readPlain = await warm(() => void plain.run(), patience);
  const rows: Row[] = [];
  for (const [what, choice] of choicesOf(one)) {
    note(`${NAME}: ${one.name}, ${what}`);
    const other = new CompiledCell(one, choice);
    const readOther = await warm(() => void other.run(), patience);
    assertEqual(`${one.name}, ${what}`, other.output(), plain.output());
    rows.push(times(`${one.name}: ${what}`, await interleave(patience.readings, readOther, readPlain)));
  }
  return rows;
}

function choicesOf({ kernel, guards }: Case): readonly (readonly [string, Choice])[] {
  const all = analysis.guards.all(kernel);
  const { hasInvocationBudget, hasWorkgroupBudget } = all;
  const counted = { ...guards, hasInvocationBudget, hasWorkgroupBudget };
  const hasLoop = hasInvocationBudget || hasWorkgroupBudget;
  const budget = [['budget of loops counted / proven needless', { lanes: 4, guards: counted }]] as const;
  return [
    ['loads tracked / not', { lanes: 4, isTracked: true }],
    ['memory for threads / for one', { lanes: 4, isShared: true }],
    ...(hasLoop ? budget : []),
    ['all guards / those that are left', { lanes: 4, guards: all }],
  ];
}
