import type { Finding } from '../finding.js';
import * as syntax from '../syntax.js';
import * as workspaces from '../workspace.js';

/** The packages with which anybody checks a receipt: pure, synchronous, and the same in Node and in a browser. */
const CLOSURE: readonly string[] = ['core', 'wgsl', 'verify'];

/** What they may import besides each other. */
const LIBRARIES: readonly string[] = ['@noble/curves', '@noble/hashes'];

/** Globals with I/O, time, chance or a host behind them, by what they stand for. */
const FORBIDDEN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'the host': 'process global globalThis window self document navigator localStorage sessionStorage indexedDB',
    'the module system of one host': 'require __dirname __filename importScripts Deno Bun',
    'a type of one host': 'Buffer NodeJS',
    'input or output': 'console fetch XMLHttpRequest WebSocket EventSource Worker SharedWorker BroadcastChannel',
    'the clock': 'Date performance setTimeout setInterval setImmediate requestAnimationFrame requestIdleCallback',
    asynchrony: 'Promise queueMicrotask',
    chance: 'crypto',
    'the garbage collector': 'WeakRef FinalizationRegistry',
    'code made at run time': 'eval',
  }).flatMap(([what, names]) => names.split(' ').map((name): [string, string] => [name, what])),
);

/** Globals that are pure but for these members. Only `Name.member` is allowed, so that no alias hides one of them. */
const RESTRICTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['Math', ['random']],
  ['WebAssembly', ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming']],
]);

/** Keys under which an identifier is a name of its own and refers to nothing in scope, by the type of the parent. */
const NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['MemberExpression', ['property']],
  ['Property', ['key']],
  ['PropertyDefinition', ['key']],
  ['AccessorProperty', ['key']],
  ['MethodDefinition', ['key']],
  ['TSPropertySignature', ['key']],
  ['TSMethodSignature', ['key']],
  ['TSQualifiedName', ['right']],
  ['TSNamedTupleMember', ['label']],
  ['TSImportType', ['qualifier']],
  ['ImportSpecifier', ['imported']],
  ['ExportSpecifier', ['exported']],
  ['ExportAllDeclaration', ['exported']],
  ['LabeledStatement', ['label']],
  ['BreakStatement', ['label']],
  ['ContinueStatement', ['label']],
  ['MetaProperty', ['meta', 'property']],
]);

/** The verifier closure is pure: no host, no I/O, no clock, no chance, nothing asynchronous, no import but the allowed ones. */
export function check(workspace: workspaces.Workspace): readonly Finding[] {
  return [...workspace.modules.values()]
    .filter(({ unit, isTest }) => !isTest && unit.isPackage && CLOSURE.includes(workspaces.shortName(unit)))
    .flatMap((module) => [...checkImports(workspace, module), ...checkCode(module)]);
}

function checkImports(workspace: workspaces.Workspace, module: workspaces.Module): readonly Finding[] {
  return module.imports.flatMap(({ specifier, line }) => {
    const target = workspaces.resolve(workspace, module, specifier);
    if (target.kind === 'module') return [];
    if (target.kind === 'vendor' && LIBRARIES.includes(target.name)) return [];
    if (target.kind === 'package' && CLOSURE.includes(workspaces.shortName(target.unit))) return [];
    const mend = 'Take what it gives as an argument, or move the code out of the verifier closure.';
    return [{ where: `${module.path}:${line}`, what: `the verifier closure imports ${specifier}`, mend }];
  });
}

function checkCode(module: workspaces.Module): readonly Finding[] {
  const findings: Finding[] = [];
  syntax.walk(module.program, (node, parent, key) => {
    const what = findAsynchrony(node) ?? findGlobal(node, parent, key);
    if (what === undefined) return;
    const mend =
      'Take it as an argument (a local of that name needs another one), or move the code out of the closure.';
    findings.push({ where: `${module.path}:${syntax.lineOf(module.text, node.start)}`, what, mend });
  });
  return findings;
}

function findAsynchrony(node: syntax.Node): string | undefined {
  if (node.async === true) return 'an async function in the verifier closure';
  if (node.type === 'AwaitExpression' || node.await === true) return 'await in the verifier closure';
  if (node.type === 'ImportExpression') return 'a dynamic import in the verifier closure';
  if (node.type === 'MetaProperty' && syntax.isIdentifier(node.meta, 'import')) {
    return 'import.meta in the verifier closure';
  }
  return undefined;
}

/** Locals count too: one that is called `process` hides the global from this check and from the reader. */
function findGlobal(node: syntax.Node, parent: syntax.Node | undefined, key: string): string | undefined {
  if (node.type !== 'Identifier' || isName(parent, key)) return undefined;
  const name = node.name as string;
  const forbidden = FORBIDDEN.get(name);
  if (forbidden !== undefined) return `${name} (${forbidden}) in the verifier closure`;
  const members = RESTRICTED.get(name);
  if (members === undefined || parent?.type === 'TSQualifiedName') return undefined;
  if (parent?.type !== 'MemberExpression' || parent.computed === true) {
    return `${name} used other than as ${name}.member in the verifier closure`;
  }
  const member = members.find((each) => syntax.isIdentifier(parent.property, each));
  return member === undefined ? undefined : `${name}.${member} in the verifier closure`;
}

function isName(parent: syntax.Node | undefined, key: string): boolean {
  if (parent === undefined || parent.computed === true) return false;
  return NAMES.get(parent.type)?.includes(key) ?? false;
}
