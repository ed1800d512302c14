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
  if (declaration.kind === 'function') visitFunction(walk, declaration);
  else for (const expression of expressionsOf(declaration)) visit(walk, expression);
}

function expressionsOf(declaration: Exclude<ast.Declaration, ast.Function>): readonly (ast.Expression | undefined)[] {
  switch (declaration.kind) {
    case 'struct':
      return declaration.members.flatMap(({ attributes, type }) => [...argumentsOf(attributes), type]);
    case 'alias':
      return [declaration.type];
    case 'const-assert':
      return [declaration.condition];
    case 'const':
      return [declaration.type, declaration.initializer];
    case 'override':
      return [...argumentsOf(declaration.attributes), declaration.type, declaration.initializer];
    case 'variable': {
      const { attributes, template, type, initializer } = declaration;
      return [...argumentsOf(attributes), ...template, type, initializer];
    }
  }
}

function visitFunction(walk: Walk, declaration: ast.Function): void {
  for (const argument of argumentsOf(declaration.attributes)) visit(walk, argument);
  for (const parameter of declaration.parameters) visit(walk, parameter.type);
  visit(walk, declaration.returnType);
  walk.frames.push([]);
  for (const parameter of declaration.parameters) declareLocal(walk, parameter.name.name);
  for (const statement of declaration.body.statements) visitStatement(walk, statement);
  closeFrame(walk);
}

/** The argument of `@builtin` is a word of its own, no name. */
function argumentsOf(attributes: readonly ast.Attribute[]): readonly ast.Expression[] {
  return attributes.filter(({ name }) => name.name !== 'builtin').flatMap((attribute) => attribute.arguments);
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
  for (const expression of ownExpressions(statement)) visit(walk, expression);
  if (statement.kind === 'local') declareLocal(walk, statement.name.name);
  if (statement.kind === 'block') visitBlock(walk, statement);
  if (statement.kind === 'for') visitFor(walk, statement);
  if (statement.kind === 'while') visitBlock(walk, statement.body);
  if (statement.kind === 'loop') visitBlock(walk, statement.body, statement.continuing);
  if (statement.kind === 'switch') for (const clause of statement.clauses) visitBlock(walk, clause.body);
  if (statement.kind !== 'if') return;
  visitBlock(walk, statement.then);
  if (statement.otherwise !== undefined) visitStatement(walk, statement.otherwise);
}

/** The expressions of a statement that are not in statements inside it. */
function ownExpressions(statement: ast.Statement): readonly (ast.Expression | undefined)[] {
  switch (statement.kind) {
    case 'local':
      return [...statement.template, statement.type, statement.initializer];
    case 'assignment':
      return [statement.left, statement.right];
    case 'increment':
      return [statement.left];
    case 'if':
    case 'while':
    case 'break-if':
    case 'const-assert':
      return [statement.condition];
    case 'switch':
      return [statement.selector, ...statement.clauses.flatMap(({ selectors }) => selectors)];
    case 'return':
      return [statement.value];
    case 'call-statement':
      return [statement.call];
    default:
      return [];
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
