/** Declarations at module scope other than functions: constants, overrides, variables, structs, aliases (SPEC.md V11 to V13, V20, V21). */
import type * as ast from '../syntax/ast.js';
import type { Span } from '../text/span.js';
import * as attribute from './attribute.js';
import * as classify from './classify.js';
import { type Context, refuse, report } from './context.js';
import * as expression from './expression.js';
import * as layout from './layout.js';
import { constantMeaning } from './local.js';
import { concretise, convert, type Operand } from './operand.js';
import type { Meaning, Scope } from './scope.js';
import type { AddressSpace, StructMember, StructType, Type } from './type.js';
import type * as typed from './typed.js';
import * as typename from './typename.js';

/** The meaning of a declaration that has a name; undefined if it has none, which has been reported. */
export function check(
  context: Context,
  scope: Scope,
  node: Exclude<ast.Declaration, ast.Function | ast.ConstAssert>,
): Meaning | undefined {
  switch (node.kind) {
    case 'const':
      return constant(context, scope, node);
    case 'override':
      return override(context, scope, node);
    case 'variable':
      return variable(context, scope, node);
    case 'alias': {
      const type = expression.typeNamed(context, scope, node.type);
      return type === undefined ? undefined : { kind: 'type', type };
    }
    case 'struct':
      return struct(context, scope, node);
  }
}

/** Type and initializer as written: each absent or checked; `undefined` as a whole if one of them is wrong. */
function parts(
  context: Context,
  scope: Scope,
  node: { readonly type: ast.TypeExpression | undefined; readonly initializer: ast.Expression | undefined },
): { readonly type: Type | undefined; readonly initializer: Operand | undefined } | undefined {
  const type = node.type && expression.typeNamed(context, scope, node.type);
  const initializer = node.initializer && expression.check(context, scope, node.initializer);
  const isWrong =
    (node.type !== undefined && type === undefined) || (node.initializer !== undefined && initializer === undefined);
  return isWrong ? undefined : { type, initializer };
}

function constant(context: Context, scope: Scope, node: ast.Constant): Meaning | undefined {
  const found = parts(context, scope, node);
  if (found === undefined) return undefined;
  return constantMeaning(context, node.initializer.span, found.type, found.initializer);
}

/** The value as the type that is written, or as the concrete type that it has by itself. */
function initialValue(context: Context, type: Type | undefined, initializer: Operand | undefined): Operand | undefined {
  return type === undefined ? concretise(context, initializer) : convert(context, initializer, type);
}

function override(context: Context, scope: Scope, node: ast.Override): Meaning | undefined {
  const attributes = attribute.collect(context, node.attributes, { id: [1, 1] }, 'V20', 'an override');
  const written = attributes.get('id');
  const id = written && attribute.integer(context, scope, written, 'V20', 0, 65_535);
  const found = parts(context, scope, node);
  if (found === undefined) return undefined;
  const value = found.initializer && initialValue(context, found.type, found.initializer);
  if (found.initializer !== undefined && value === undefined) return undefined;
  const type = found.type ?? value?.expression.type;
  if (type === undefined) {
    const hint = 'Write override name: type;';
    return refuse(context, node.span, 'V20', 'override.no-type', 'an override needs a type or a value', hint);
  }
  if (!classify.isScalar(type) || !classify.isConcrete(type)) {
    const message = `an override is bool, i32 or u32, not ${classify.toText(type)}`;
    return refuse(context, node.type?.span ?? node.span, 'V20', 'override.type', message);
  }
  if (value?.stage === 'runtime') {
    const message = 'the value of an override is made of constants and overrides';
    return refuse(context, value.expression.span, 'V20', 'override.initializer', message);
  }
  const { name, span } = node.name;
  const declaration: typed.OverrideDeclaration = {
    kind: 'override',
    name,
    id,
    type,
    initializer: value?.expression,
    span,
  };
  return { kind: 'override', declaration };
}

const resourceAttributes: attribute.Allowed = { group: [1, 1], binding: [1, 1] };

function variable(context: Context, scope: Scope, node: ast.GlobalVariable): Meaning | undefined {
  const space = spaceOf(context, scope, node);
  const found = parts(context, scope, node);
  if (space === undefined) return undefined;
  const isResource = space === 'uniform' || space === 'storage';
  const allowed = isResource ? resourceAttributes : {};
  const place = `a variable in ${space} memory`;
  const attributes = attribute.collect(context, node.attributes, allowed, 'V21', place);
  const resource = isResource ? resourceNumbers(context, scope, node, attributes) : {};
  const access = typename.accessMode(context, scope, space, node.template[1]);
  if (found === undefined || access === undefined) return undefined;
  const value = initializerOf(context, space, node, found.type, found.initializer);
  if (value === 'wrong') return undefined;
  const type = found.type ?? value?.expression.type;
  if (type === undefined) {
    return refuse(
      context,
      node.span,
      'V20',
      'variable.no-type',
      'a variable needs a type',
      'Write var<space> name: type;',
    );
  }
  if (!checkType(context, node.type?.span ?? node.span, space, type)) return undefined;
  const { name, span } = node.name;
  const declaration: typed.Variable = {
    kind: 'variable',
    name,
    space,
    access,
    type,
    group: resource.group,
    binding: resource.binding,
    initializer: value?.expression,
    span,
  };
  return { kind: 'variable', declaration };
}

function spaceOf(context: Context, scope: Scope, node: ast.GlobalVariable): AddressSpace | undefined {
  const [first, , ...rest] = node.template;
  if (first === undefined) {
    const hint = 'Write var<private>, var<workgroup>, var<uniform> or var<storage>.';
    const message = 'a variable at module scope names its address space';
    return refuse(context, node.name.span, 'V21', 'variable.space', message, hint);
  }
  const space = typename.addressSpace(context, scope, first);
  const [extra] = rest;
  if (extra !== undefined) {
    return refuse(context, extra.span, 'V21', 'variable.access', 'var takes an address space and an access mode');
  }
  if (space !== 'function') return space;
  const hint = 'Write var<private>, or declare it in the function.';
  return refuse(context, first.span, 'V21', 'variable.space', 'function memory is for variables in functions', hint);
}

function resourceNumbers(
  context: Context,
  scope: Scope,
  node: ast.GlobalVariable,
  attributes: ReadonlyMap<string, ast.Attribute>,
): { readonly group?: number; readonly binding?: number } {
  const [group, binding] = [attributes.get('group'), attributes.get('binding')];
  if (group === undefined || binding === undefined) {
    const hint = 'Write @group(0) @binding(0) before var.';
    refuse(context, node.name.span, 'V21', 'resource.numbers', 'a buffer needs @group and @binding', hint);
    return {};
  }
  const groupNumber = attribute.integer(context, scope, group, 'V21', 0, 0);
  const bindingNumber = attribute.integer(context, scope, binding, 'V21', 0, 999);
  return groupNumber === undefined || bindingNumber === undefined ? {} : { group: groupNumber, binding: bindingNumber };
}

/** Only private variables start with a value, which is known before the shader runs. */
function initializerOf(
  context: Context,
  space: AddressSpace,
  node: ast.GlobalVariable,
  type: Type | undefined,
  initializer: Operand | undefined,
): Operand | undefined | 'wrong' {
  if (initializer === undefined || node.initializer === undefined) return undefined;
  if (space !== 'private') {
    const message = `a variable in ${space} memory has no initializer`;
    refuse(context, node.initializer.span, 'V21', 'variable.initializer', message, 'Assign it in a function.');
    return 'wrong';
  }
  const value = initialValue(context, type, initializer);
  if (value === undefined) return 'wrong';
  if (value.stage !== 'runtime') return value;
  const message = 'the value of a private variable is made of constants and overrides';
  refuse(context, node.initializer.span, 'V21', 'variable.initializer', message);
  return 'wrong';
}

function checkType(context: Context, span: Span, space: AddressSpace, type: Type): boolean {
  if (!typename.checkStore(context, span, space, type)) return false;
  if (space !== 'private' || classify.isConstructible(type)) return true;
  const message = `${classify.toText(type)} cannot be the type of a private variable`;
  refuse(context, span, 'V21', 'variable.type', message);
  return false;
}

const memberAttributes: attribute.Allowed = { align: [1, 1], size: [1, 1], builtin: [1, 1] };

function struct(context: Context, scope: Scope, node: ast.Struct): Meaning | undefined {
  const errors = context.failures;
  const names = new Map<string, Span>();
  const members: StructMember[] = [];
  for (const [at, one] of node.members.entries()) {
    checkUnique(context, names, one.name);
    const member = structMember(context, scope, one, at === node.members.length - 1);
    if (member !== undefined) members.push(member);
  }
  if (node.members.length === 0) {
    return refuse(context, node.span, 'V20', 'struct.empty', 'a struct has at least one member');
  }
  if (context.failures > errors) return undefined;
  const type: StructType = { kind: 'struct', name: node.name.name, members };
  if (classify.nestingDepth(type) > classify.deepestType) return typename.refuseDepth(context, node.name.span);
  const fault = layout.checkSize(type);
  return fault === undefined ? { kind: 'type', type } : report(context, node.name.span, fault);
}

function checkUnique(context: Context, names: Map<string, Span>, { name, span }: ast.Identifier): void {
  const earlier = names.get(name);
  if (earlier === undefined) {
    names.set(name, span);
    return;
  }
  const related = { span: earlier, message: 'it is declared here first' };
  report(
    context,
    span,
    { rule: 'V1', code: 'name.redeclared', message: `the member ${name} is declared twice` },
    related,
  );
}

function structMember(context: Context, scope: Scope, node: ast.Member, isLast: boolean): StructMember | undefined {
  const attributes = attribute.collect(context, node.attributes, memberAttributes, 'V13', 'a member of a struct');
  const type = expression.typeNamed(context, scope, node.type);
  const [align, size, builtin] = ['align', 'size', 'builtin'].map((name) => attributes.get(name));
  const member: Omit<StructMember, 'type'> = {
    name: node.name.name,
    align: align && attribute.integer(context, scope, align, 'V13', 1, 2 ** 31 - 1),
    size: size && attribute.integer(context, scope, size, 'V13', 1, 2 ** 31 - 1),
    builtin: builtin && attribute.builtinValue(context, builtin),
  };
  if (type === undefined) return undefined;
  const text = classify.toText(type);
  if (!classify.isStorable(type) || classify.containsOverrideArray(type)) {
    return refuse(context, node.type.span, 'V11', 'struct.member', `${text} cannot be the type of a member`);
  }
  if (classify.containsRuntimeArray(type) && !(isLast && type.kind === 'array')) {
    const hint = 'Put it last.';
    const message = 'an array without a count is the last member of its struct';
    return refuse(context, node.type.span, 'V12', 'struct.runtime-array', message, hint);
  }
  const checked = { ...member, type };
  const fault = layout.checkMember(checked);
  return fault === undefined ? checked : report(context, node.span, fault);
}
