import type { Finding } from '../finding.js';
import { REASON } from '../reason.js';
import * as syntax from '../syntax.js';
import type * as workspaces from '../workspace.js';

/** Single arguments of `context.skip` that tell nothing: the condition alone, or no words. */
const SILENT: readonly unknown[] = [true, false, ''];
const RUNNERS: readonly string[] = ['it', 'test', 'describe', 'suite', 'bench'];

/** No test runs alone, none is skipped without saying why, and none is tried again until it passes. */
export function check(workspace: workspaces.Workspace): readonly Finding[] {
  return [...workspace.modules.values()]
    .filter((module) => module.isTest || module.path.startsWith('vitest.'))
    .flatMap((module) => {
      const findings: Finding[] = [];
      syntax.walk(module.program, (node) => {
        const fault = findCall(node) ?? findRetry(node);
        if (fault !== undefined) {
          findings.push({ where: `${module.path}:${syntax.lineOf(module.text, node.start)}`, ...fault });
        }
      });
      return findings;
    });
}

function findCall(node: syntax.Node): Pick<Finding, 'what' | 'mend'> | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const args = node.arguments as readonly syntax.Node[];
  const { root, members } = chain(node.callee);
  const isRunner = RUNNERS.includes(root);
  if (isRunner && members.includes('only')) {
    return { what: `${root}.only keeps the other tests from running`, mend: 'Take `.only` out.' };
  }
  const said = 'Call `context.skip("skipped: why")`, or say in the title what it needs: `sum (needs Linux)`.';
  if (isRunner && ['skip', 'todo', 'skipIf', 'runIf'].some((each) => members.includes(each))) {
    // `describe.skipIf(condition)` and `it.skip.each(rows)` give the function that the title goes to.
    const isUntitled = ['skipIf', 'runIf', 'each', 'for'].includes(members.at(-1) ?? '') && !isCall(node.callee);
    // A title with a hole may name what was found when the condition was tried; the run prints it.
    const isConditional = members.includes('skipIf') || members.includes('runIf');
    if (isUntitled || args.some((argument) => saysWhy(argument) || (isConditional && hasHole(argument))))
      return undefined;
    return { what: `${root}.${members.join('.')} without a reason in its title`, mend: said };
  }
  if (!isRunner && (members.at(-1) === 'skip' || (root === 'skip' && members.length === 0))) {
    const [only] = args;
    const isSilent = only === undefined || (args.length === 1 && SILENT.includes(only.value));
    return isSilent ? { what: 'a test is skipped without a reason', mend: said } : undefined;
  }
  return undefined;
}

function findRetry(node: syntax.Node): Pick<Finding, 'what' | 'mend'> | undefined {
  if (node.type !== 'Property' || !syntax.isIdentifier(node.key, 'retry')) return undefined;
  const value = node.value;
  if (syntax.isNode(value) && value.type === 'Literal' && value.value === 0) return undefined;
  return { what: 'a retry hides a test that fails at times', mend: 'Take it out and mend the test or the code.' };
}

/** `describe.skipIf(x).each` → root `describe`, members `skipIf`, `each`. Calls in between are looked through. */
function chain(callee: unknown): { readonly root: string; readonly members: readonly string[] } {
  const members: string[] = [];
  let node = callee;
  while (syntax.isNode(node)) {
    if (node.type === 'MemberExpression') {
      const property = node.property;
      if (syntax.isNode(property) && typeof property.name === 'string') members.unshift(property.name);
      node = node.object;
    } else if (isCall(node)) {
      node = node.callee;
    } else {
      return { root: typeof node.name === 'string' ? node.name : '', members };
    }
  }
  return { root: '', members };
}

function isCall(node: unknown): boolean {
  return syntax.isNode(node) && node.type === 'CallExpression';
}

function saysWhy(argument: syntax.Node): boolean {
  if (argument.type === 'Literal') return REASON.test(String(argument.value));
  if (argument.type !== 'TemplateLiteral') return false;
  const quasis = argument.quasis as readonly { readonly value: { readonly raw: string } }[];
  return quasis.some(({ value }) => REASON.test(value.raw));
}

function hasHole(argument: syntax.Node): boolean {
  return argument.type === 'TemplateLiteral' && (argument.expressions as readonly unknown[]).length > 0;
}
