/** Types as they are written: `array<vec4<u32>, n>`, `ptr<function, i32>`, structs and aliases (SPEC.md V10 to V12, P1). */
import type * as ast from '../syntax/ast.js';
import * as classify from './classify.js';
import { type Context, refuse, report, skip } from './context.js';
import * as layout from './layout.js';
import type { Operand } from './operand.js';
import { concretise, toConstant } from './operand.js';
import { lookup, type Scope } from './scope.js';
import type { AccessMode, AddressSpace, ArrayCount, ArrayType, Type, Vector } from './type.js';
import { bool, i32, u32, vector } from './type.js';

/** Checks an expression that stands in a template list: the count of an array. */
export type CheckExpression = (context: Context, scope: Scope, node: ast.Expression) => Operand | undefined;

const simple: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['bool', bool],
  ['i32', i32],
  ['u32', u32],
  ['vec2i', vector(2, i32)],
  ['vec3i', vector(3, i32)],
  ['vec4i', vector(4, i32)],
  ['vec2u', vector(2, u32)],
  ['vec3u', vector(3, u32)],
  ['vec4u', vector(4, u32)],
]);

const widths: ReadonlyMap<string, Vector['width']> = new Map([
  ['vec2', 2],
  ['vec3', 3],
  ['vec4', 4],
]);

const floats = /^(f16|f32|vec[234][fh]|mat[234]x[234][fh]?)$/;
const foreign = /^(texture_\w+|sampler|sampler_comparison|binding_array|subgroup_matrix_\w+|buffer)$/;

/** True for a predeclared type or type generator of the profile. */
export function isPredeclared(name: string): boolean {
  return simple.has(name) || widths.has(name) || name === 'array' || name === 'atomic' || name === 'ptr';
}

/** The width of `vec2`, `vec3` and `vec4`. */
export function widthOf(name: string): Vector['width'] | undefined {
  return widths.get(name);
}

/** The type that a name stands for; reports and gives undefined if it is none. */
export function resolve(
  context: Context,
  scope: Scope,
  node: ast.Expression,
  check: CheckExpression,
): Type | undefined {
  if (node.kind !== 'name') {
    return refuse(context, node.span, 'V10', 'type.expected', 'a type is expected here');
  }
  const found = lookup(scope, node.name);
  if (found === undefined) return predeclared(context, scope, node, check);
  const { meaning } = found.binding;
  if (meaning.kind === 'broken') return skip(context);
  if (meaning.kind !== 'type') {
    return report(
      context,
      node.span,
      { rule: 'V1', code: 'name.not-a-type', message: `${node.name} is no type` },
      { span: found.binding.span, message: 'it is declared here' },
    );
  }
  if (node.template !== undefined) {
    return refuse(context, node.span, 'V10', 'type.template', `${node.name} takes no template list`);
  }
  return meaning.type;
}

function predeclared(context: Context, scope: Scope, node: ast.Name, check: CheckExpression): Type | undefined {
  const { name, span, template } = node;
  const plain = simple.get(name);
  if (plain !== undefined) {
    if (template === undefined) return plain;
    return refuse(context, span, 'V10', 'type.template', `${name} takes no template list`);
  }
  const width = widths.get(name);
  if (width !== undefined) return vectorType(context, scope, node, width, check);
  if (name === 'array') return arrayType(context, scope, node, check);
  if (name === 'atomic') return atomicType(context, scope, node, check);
  if (name === 'ptr') return pointerType(context, scope, node, check);
  return refuseUnknown(context, node);
}

/** Reports a name that means no type: one that the profile leaves out (P1), or none at all (V1). */
export function refuseUnknown(context: Context, { name, span }: ast.Name): undefined {
  if (floats.test(name)) {
    const hint = 'Use integers, for instance fixed point.';
    return refuse(context, span, 'P1', 'profile.float', `${name} is a type of floats, which the profile has not`, hint);
  }
  if (foreign.test(name)) {
    const hint = 'Bind storage buffers of integers instead.';
    return refuse(context, span, 'P1', 'profile.resource-type', `the profile has no ${name}`, hint);
  }
  return refuse(context, span, 'V1', 'name.unknown', `${name} is not declared`);
}

function vectorType(
  context: Context,
  scope: Scope,
  node: ast.Name,
  width: Vector['width'],
  check: CheckExpression,
): Type | undefined {
  const [element, ...rest] = node.template ?? [];
  if (element === undefined || rest.length > 0) {
    const hint = `Write ${node.name}<u32>, ${node.name}<i32> or ${node.name}<bool>.`;
    return refuse(context, node.span, 'V10', 'type.template', `${node.name} takes one component type`, hint);
  }
  const type = resolve(context, scope, element, check);
  if (type === undefined) return undefined;
  if (classify.isScalar(type)) return vector(width, type);
  const got = classify.toText(type);
  return refuse(context, element.span, 'V10', 'type.component', `${got} cannot be the component of a vector`);
}

function atomicType(context: Context, scope: Scope, node: ast.Name, check: CheckExpression): Type | undefined {
  const [of, ...rest] = node.template ?? [];
  if (of === undefined || rest.length > 0) {
    return refuse(
      context,
      node.span,
      'V10',
      'type.template',
      'atomic takes one type',
      'Write atomic<u32> or atomic<i32>.',
    );
  }
  const type = resolve(context, scope, of, check);
  if (type === undefined) return undefined;
  if (type.kind === 'i32' || type.kind === 'u32') return { kind: 'atomic', of: type.kind };
  return refuse(context, of.span, 'V10', 'type.atomic', `atomic<${classify.toText(type)}> does not exist`);
}

function arrayType(context: Context, scope: Scope, node: ast.Name, check: CheckExpression): Type | undefined {
  const [of, count, ...rest] = node.template ?? [];
  if (of === undefined || rest.length > 0) {
    return refuse(context, node.span, 'V10', 'type.template', 'array takes an element type and a count');
  }
  const element = resolve(context, scope, of, check);
  const length = count === undefined ? runtime : arrayCount(context, scope, count, check);
  if (element === undefined || length === undefined) return undefined;
  if (classify.isPlain(element) && classify.hasCreationFixedFootprint(element)) {
    return finish(context, node, { kind: 'array', element, count: length });
  }
  const got = classify.toText(element);
  return refuse(context, of.span, 'V12', 'type.element', `${got} cannot be the element of an array`);
}

const runtime: ArrayCount = { kind: 'runtime' };

/** An array type after the limits of V12 and Y4. */
export function finish(context: Context, node: { readonly span: ast.Name['span'] }, type: ArrayType): Type | undefined {
  if (classify.nestingDepth(type) > classify.deepestType) return refuseDepth(context, node.span);
  const fault = layout.checkSize(type);
  return fault === undefined ? type : report(context, node.span, fault);
}

/** Reports a type whose parts are nested too deep. */
export function refuseDepth(context: Context, span: ast.Name['span']): undefined {
  const message = `types are nested at most ${classify.deepestType} deep`;
  return refuse(context, span, 'Y4', 'type.too-deep', message);
}

function arrayCount(
  context: Context,
  scope: Scope,
  node: ast.Expression,
  check: CheckExpression,
): ArrayCount | undefined {
  const count = concretise(context, check(context, scope, node));
  if (count === undefined) return undefined;
  const { type } = count.expression;
  if (type.kind !== 'i32' && type.kind !== 'u32') {
    return refuse(context, node.span, 'V12', 'type.count', 'the count of an array is an integer');
  }
  if (count.stage === 'runtime') {
    const hint = 'Declare it with const, or as an override for a workgroup variable.';
    return refuse(
      context,
      node.span,
      'V12',
      'type.count',
      'the count of an array is known before the shader runs',
      hint,
    );
  }
  const known = toConstant(count);
  if (known === undefined) return overrideCount(context, node, count);
  if (typeof known.value !== 'bigint' || known.value < 1n) {
    return refuse(context, node.span, 'V12', 'type.count', 'the count of an array is at least 1');
  }
  return { kind: 'fixed', value: Number(known.value) };
}

/** Arrays sized by the same override have one type (WGSL §6.2.9); any other expression makes a type of its own. */
function overrideCount(context: Context, node: ast.Expression, { expression }: Operand): ArrayCount {
  const declaration = expression.kind === 'override' ? expression.declaration : undefined;
  const known = declaration === undefined ? undefined : context.countOfOverride.get(declaration);
  if (known !== undefined) return { kind: 'override', expression: known };
  const named = { text: context.source.slice(node.span.start, node.span.end) };
  context.overrideCounts.set(named, expression);
  if (declaration !== undefined) context.countOfOverride.set(declaration, named);
  return { kind: 'override', expression: named };
}

const spaces: ReadonlySet<string> = new Set(['function', 'private', 'workgroup', 'uniform', 'storage']);

/** Reads the words of `<space, access>` or of `ptr<space, …, access>`; the words can be shadowed (V2). */
export function enumerant(context: Context, scope: Scope, node: ast.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== 'name' || node.template !== undefined) {
    return refuse(context, node.span, 'V10', 'type.enumerant', 'an address space or access mode is expected here');
  }
  if (lookup(scope, node.name) === undefined) return node.name;
  return refuse(
    context,
    node.span,
    'V2',
    'name.shadowed',
    `${node.name} is declared in this shader and means that here`,
  );
}

/** An address space that variables and pointers can have. */
export function addressSpace(context: Context, scope: Scope, node: ast.Expression): AddressSpace | undefined {
  const word = enumerant(context, scope, node);
  if (word === undefined) return undefined;
  if (spaces.has(word)) return word as AddressSpace;
  const hint = 'There are function, private, workgroup, uniform and storage.';
  return refuse(context, node.span, 'V21', 'variable.space', `${word} is no address space of the profile`, hint);
}

/** `read` or `read_write` for storage; what the space has for others, which name no access mode. */
export function accessMode(
  context: Context,
  scope: Scope,
  space: AddressSpace,
  node: ast.Expression | undefined,
): AccessMode | undefined {
  if (node === undefined) return space === 'storage' || space === 'uniform' ? 'read' : 'read_write';
  if (space !== 'storage') {
    return refuse(context, node.span, 'V21', 'variable.access', 'only storage has an access mode');
  }
  const word = enumerant(context, scope, node);
  if (word === undefined || word === 'read' || word === 'read_write') return word;
  const message = `${word} is no access mode of storage buffers`;
  return refuse(context, node.span, 'V21', 'variable.access', message, 'Write read or read_write.');
}

function pointerType(context: Context, scope: Scope, node: ast.Name, check: CheckExpression): Type | undefined {
  const [first, second, third, ...rest] = node.template ?? [];
  if (first === undefined || second === undefined || rest.length > 0) {
    const message = 'ptr takes an address space, a type and for storage an access mode';
    return refuse(context, node.span, 'V10', 'type.template', message);
  }
  const space = addressSpace(context, scope, first);
  const store = resolve(context, scope, second, check);
  if (space === undefined || store === undefined) return undefined;
  const access = accessMode(context, scope, space, third);
  if (access === undefined || !checkStore(context, second.span, space, store)) return undefined;
  return { kind: 'pointer', space, store, access };
}

/** Whether a variable or pointer of this space can have this store type (V11, V12, V21, P4); reports why not. */
export function checkStore(context: Context, span: ast.Name['span'], space: AddressSpace, store: Type): boolean {
  const text = classify.toText(store);
  const fail = (rule: string, code: string, message: string, hint?: string): false => {
    refuse(context, span, rule, code, message, hint);
    return false;
  };
  if (!classify.isStorable(store)) return fail('V11', 'type.not-storable', `${text} cannot be stored`);
  if (classify.containsRuntimeArray(store) && space !== 'storage') {
    return fail('V12', 'type.runtime-array', 'an array without a count lies in storage only');
  }
  if (classify.containsOverrideArray(store) && space !== 'workgroup') {
    return fail('V12', 'type.override-count', 'an array counted by an override lies in workgroup memory only');
  }
  if (classify.containsAtomic(store) && space !== 'workgroup') {
    const hint = 'Gather in workgroup memory, then store the sum from one invocation.';
    if (space === 'storage') return fail('P4', 'profile.storage-atomic', 'atomics lie in workgroup memory only', hint);
    return fail('V11', 'type.atomic-space', 'atomics lie in workgroup memory only');
  }
  if (space !== 'uniform' && space !== 'storage') return true;
  if (!classify.isHostShareable(store)) {
    return fail('V11', 'type.not-host-shareable', `${text} cannot lie in a buffer`, 'Use u32 in the place of bool.');
  }
  const fault = space === 'uniform' ? layout.checkUniform(store) : undefined;
  if (fault !== undefined) report(context, span, fault);
  return fault === undefined;
}
