/** Which module-scope declarations need which others, and an order in which none comes before what it needs (SPEC.md V3). */
import type * as ast from '../syntax/ast.js';

/** A declaration and the named declarations that its text refers to. `const_assert` has no name. */
export interface Dependent {
  readonly declaration: ast.Declaration;
  readonly needs: readonly ast.Declaration[];
}

/** Declarations in an order in which what is needed comes first; a group of more than one, or one that needs itself, is a cycle. */
export interface Group {
  readonly members: readonly ast.Declaration[];
  readonly isCycle: boolean;
}

/** What each declaration needs. `named`: the declaration of each module-scope name. */
export function needs(
  declaration: ast.Declaration,
  named: ReadonlyMap<string, ast.Declaration>,
): readonly ast.Declaration[] {
  const walk: Walk = { named, found: new Set(), locals: new Map(), frames: [] };
  visitDeclaration(walk, declaration);
  return [...walk.found];
}

interface Walk {
  readonly named: ReadonlyMap<string, ast.Declaration>;
  readonly found: Set<ast.Declaration>;
  /** How many declarations of a name are visible in the function now. */
  readonly locals: Map<string, number>;
  readonly frames: string[][];
}

function visitDeclaration(walk: Walk, declaration: ast.Declaration): void {
  switch (declaration.kind) {
    case 'struct':
      for (const member of declaration.members) {
        visitAttributes(walk, member.attributes);
        visit(walk, member.type);
      }
      return;
    case 'alias':
      return visit(walk, declaration.type);
    case 'const-assert':
      return visit(walk, declaration.condition);
    case 'function':
      return visitFunction(walk, declaration);
    case 'const':
      visit(walk, declaration.type);
      return visit(walk, declaration.initializer);
    default:
      visitAttributes(walk, declaration.attributes);
      if (declaration.kind === 'variable') for (const one of declaration.template) visit(walk, one);
      visit(walk, declaration.type);
      visit(walk, declaration.initializer);
  }
}

function visitFunction(walk: Walk, declaration: ast.Function): void {
  visitAttributes(walk, declaration.attributes);
  for (const parameter of declaration.parameters) visit(walk, parameter.type);
  visit(walk, declaration.returnType);
  walk.frames.push([]);
  for (const parameter of declaration.parameters) declareLocal(walk, parameter.name.name);
  for (const statement of declaration.body.statements) visitStatement(walk, statement);
  closeFrame(walk);
}

/** The argument of `@builtin` is a word of its own, no name. */
function visitAttributes(walk: Walk, attributes: readonly ast.Attribute[]): void {
  for (const attribute of attributes) {
    if (attribute.name.name !== 'builtin') for (const argument of attribute.arguments) visit(walk, argument);
  }
}

function declareLocal(walk: Walk, name: string): void {
  walk.locals.set(name, (walk.locals.get(name) ?? 0) + 1);
  walk.frames.at(-1)?.push(name);
}

function closeFrame(walk: Walk): void {
  for (const name of walk.frames.pop() ?? []) walk.locals.set(name, (walk.locals.get(name) ?? 1) - 1);
}

function visitBlock(walk: Walk, block: ast.Block | undefined, after?: ast.Block): void {
  if (block === undefined) return;
  walk.frames.push([]);
  for (const statement of block.statements) visitStatement(walk, statement);
  // A `continuing` block sees the names of the loop's body.
  visitBlock(walk, after);
  closeFrame(walk);
}

function visitStatement(walk: Walk, statement: ast.Statement): void {
  switch (statement.kind) {
    case 'block':
      return visitBlock(walk, statement);
    case 'local':
      for (const one of statement.template) visit(walk, one);
      visit(walk, statement.type);
      visit(walk, statement.initializer);
      return declareLocal(walk, statement.name.name);
    case 'assignment':
      visit(walk, statement.left);
      return visit(walk, statement.right);
    case 'increment':
      return visit(walk, statement.left);
    case 'if':
      visit(walk, statement.condition);
      visitBlock(walk, statement.then);
      if (statement.otherwise !== undefined) visitStatement(walk, statement.otherwise);
      return;
    case 'switch':
      return visitSwitch(walk, statement);
    case 'loop':
      return visitBlock(walk, statement.body, statement.continuing);
    case 'for':
      return visitFor(walk, statement);
    case 'while':
      visit(walk, statement.condition);
      return visitBlock(walk, statement.body);
    case 'return':
      return visit(walk, statement.value);
    case 'call-statement':
      return visit(walk, statement.call);
    case 'break-if':
    case 'const-assert':
      return visit(walk, statement.condition);
    default:
      return;
  }
}

function visitSwitch(walk: Walk, statement: ast.Switch): void {
  visit(walk, statement.selector);
  for (const clause of statement.clauses) {
    for (const selector of clause.selectors) visit(walk, selector);
    visitBlock(walk, clause.body);
  }
}

function visitFor(walk: Walk, statement: ast.For): void {
  walk.frames.push([]);
  if (statement.initializer !== undefined) visitStatement(walk, statement.initializer);
  visit(walk, statement.condition);
  if (statement.update !== undefined) visitStatement(walk, statement.update);
  visitBlock(walk, statement.body);
  closeFrame(walk);
}

/** Iterative: chains of operators are long (Y4). */
function visit(walk: Walk, expression: ast.Expression | undefined): void {
  const pending: (ast.Expression | undefined)[] = [expression];
  while (pending.length > 0) {
    const node = pending.pop();
    if (node === undefined) continue;
    if (node.kind === 'name') visitName(walk, node);
    for (const child of children(node)) pending.push(child);
  }
}

function visitName(walk: Walk, { name }: ast.Name): void {
  if ((walk.locals.get(name) ?? 0) > 0) return;
  const declaration = walk.named.get(name);
  if (declaration !== undefined) walk.found.add(declaration);
}

function children(node: ast.Expression): readonly ast.Expression[] {
  switch (node.kind) {
    case 'name':
      return node.template ?? [];
    case 'call':
      return [node.callee, ...node.arguments];
    case 'index':
      return [node.object, node.index];
    case 'member':
      return [node.object];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    default:
      return [];
  }
}

/** Groups of declarations that need each other, needed ones first (Tarjan's algorithm with a stack of its own). */
export function order(dependents: readonly Dependent[]): readonly Group[] {
  const needsOf = new Map(dependents.map(({ declaration, needs: needed }) => [declaration, needed]));
  const state: Search = { needsOf, index: new Map(), low: new Map(), open: [], isOpen: new Set(), groups: [] };
  for (const { declaration } of dependents) if (!state.index.has(declaration)) search(state, declaration);
  return state.groups;
}

interface Search {
  readonly needsOf: ReadonlyMap<ast.Declaration, readonly ast.Declaration[]>;
  readonly index: Map<ast.Declaration, number>;
  readonly low: Map<ast.Declaration, number>;
  readonly open: ast.Declaration[];
  readonly isOpen: Set<ast.Declaration>;
  readonly groups: Group[];
}

function search(state: Search, root: ast.Declaration): void {
  const path = [{ declaration: root, next: 0 }];
  enter(state, root);
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    const needed = state.needsOf.get(at.declaration)?.[at.next];
    at.next += 1;
    if (needed === undefined) {
      path.pop();
      leave(state, at.declaration);
      const above = path.at(-1);
      if (above !== undefined) lower(state, above.declaration, state.low.get(at.declaration));
    } else if (!state.index.has(needed)) {
      enter(state, needed);
      path.push({ declaration: needed, next: 0 });
    } else if (state.isOpen.has(needed)) {
      lower(state, at.declaration, state.index.get(needed));
    }
  }
}

function enter(state: Search, declaration: ast.Declaration): void {
  const index = state.index.size;
  state.index.set(declaration, index);
  state.low.set(declaration, index);
  state.open.push(declaration);
  state.isOpen.add(declaration);
}

function lower(state: Search, declaration: ast.Declaration, to: number | undefined): void {
  const before = state.low.get(declaration);
  if (to !== undefined && before !== undefined && to < before) state.low.set(declaration, to);
}

function leave(state: Search, declaration: ast.Declaration): void {
  if (state.low.get(declaration) !== state.index.get(declaration)) return;
  const members: ast.Declaration[] = [];
  let member: ast.Declaration | undefined;
  do {
    member = state.open.pop();
    if (member === undefined) break;
    state.isOpen.delete(member);
    members.push(member);
  } while (member !== declaration);
  const needsItself = state.needsOf.get(declaration)?.includes(declaration) === true;
  state.groups.push({ members: members.toReversed(), isCycle: members.length > 1 || needsItself });
}
