/** A syntax tree in short, for tests: `(a+(b*2))`, `f(x)[1].y`. */
import type * as ast from '../syntax/ast.js';
import { parse } from '../syntax/parser.js';

/** Every operator in parentheses of its own. */
export function printed(node: ast.Expression): string {
  switch (node.kind) {
    case 'literal':
      return node.type === 'bool' ? String(node.value === 1n) : `${node.value}${suffixes[node.type]}`;
    case 'name':
      return node.template === undefined ? node.name : `${node.name}<${node.template.map(printed).join(',')}>`;
    case 'call':
      return `${printed(node.callee)}(${node.arguments.map(printed).join(',')})`;
    case 'index':
      return `${printed(node.object)}[${printed(node.index)}]`;
    case 'member':
      return `${printed(node.object)}.${node.member.name}`;
    case 'unary':
      return `(${node.operator}${printed(node.operand)})`;
    case 'binary':
      return `(${printed(node.left)}${node.operator}${printed(node.right)})`;
  }
}

const suffixes = { 'abstract-int': '', i32: 'i', u32: 'u', float: 'f' } as const;

/** Rules and codes that the parser finds, in the order of the text. */
export function faults(source: string): readonly string[] {
  return parse(source).diagnostics.map(({ rule, code }) => `${rule} ${code}`);
}

/** The statements of a function's body. */
export function statementsOf(text: string): readonly ast.Statement[] {
  const { module, diagnostics } = parse(`fn f() { ${text} }`);
  const [declaration] = module.declarations;
  if (diagnostics.length > 0 || declaration?.kind !== 'function')
    throw new Error(`${text}: ${diagnostics[0]?.message}`);
  return declaration.body.statements;
}

/** An expression, and the text that the spans count from. */
export function expressionOf(text: string): { readonly node: ast.Expression; readonly source: string } {
  const source = `const x = ${text};`;
  const { module, diagnostics } = parse(source);
  const [declaration] = module.declarations;
  if (diagnostics.length > 0 || declaration?.kind !== 'const') throw new Error(`${text}: ${diagnostics[0]?.message}`);
  return { node: declaration.initializer, source };
}

/** Every node of a tree that has a span. */
export function* nodes(tree: unknown): Generator<{ readonly span: ast.Module['span'] }> {
  const open: unknown[] = [tree];
  for (let one = open.pop(); one !== undefined || open.length > 0; one = open.pop()) {
    if (typeof one !== 'object' || one === null) continue;
    if ('span' in one) yield one as { readonly span: ast.Module['span'] };
    for (const child of Object.values(one)) if (typeof child === 'object') open.push(child);
  }
}
