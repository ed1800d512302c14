/** Trees as WGSL: a statement a line, every operator in parentheses. */
import type * as syntax from './syntax.js';

/** The text of a module. */
export function module(root: syntax.Module): string {
  const lines = [
    ...root.structs.map(struct),
    ...root.overrides.map(override),
    ...root.constants.map(({ name, value }) => `const ${name} = ${expression(value)};`),
    ...root.variables.map(variable),
    ...root.functions.flatMap(functionLines),
    ...entryLines(root.entry),
  ];
  return `${lines.join('\n')}\n`;
}

/** A type as WGSL writes it. */
export function type(of: syntax.Type): string {
  switch (of.kind) {
    case 'scalar':
      return of.name;
    case 'vector':
      return `vec${of.width}<${of.of}>`;
    case 'array':
      return `array<${type(of.of)}${count(of)}>`;
    case 'struct':
      return of.name;
    case 'atomic':
      return `atomic<${of.of}>`;
    case 'pointer':
      return `ptr<${of.space}, ${type(of.to)}${of.space === 'storage' ? `, ${of.access}` : ''}>`;
    case 'void':
      return '';
  }
}

function count({ written, count: number }: syntax.ArrayType): string {
  if (written === 'runtime') return '';
  return written === 'fixed' ? `, ${number}` : `, ${expression(written)}`;
}

function struct({ name, members }: syntax.Struct): string {
  return `struct ${name} { ${members.map((member) => `${member.name}: ${type(member.type)}`).join(', ')} }`;
}

function override({ name, type: of, initializer }: syntax.Override): string {
  return `override ${name}: ${type(of)}${initializer === undefined ? '' : ` = ${expression(initializer)}`};`;
}

function variable({ name, space, access, type: of, binding, initializer }: syntax.Variable): string {
  const resource = binding === undefined ? '' : `@group(0) @binding(${binding}) `;
  const template = space === 'storage' ? `storage, ${access}` : space;
  const value = initializer === undefined ? '' : ` = ${expression(initializer)}`;
  return `${resource}var<${template}> ${name}: ${type(of)}${value};`;
}

function functionLines({ name, parameters, result, isMustUse, body }: syntax.FunctionDeclaration): string[] {
  const list = parameters.map((one) => `${one.name}: ${type(one.type)}`).join(', ');
  const returned = result.kind === 'void' ? '' : ` -> ${type(result)}`;
  return [`${isMustUse ? '@must_use ' : ''}fn ${name}(${list})${returned} {`, ...indented(body), '}'];
}

function entryLines({ workgroupSize, parameters, inputStruct, body }: syntax.Entry): string[] {
  const list = parameters.map(({ name, value }) => `@builtin(${value}) ${name}: ${builtinType(value)}`).join(', ');
  const struct = inputStruct === undefined ? [] : [`struct ${inputStruct} { ${list} }`];
  const written = inputStruct === undefined ? list : `given: ${inputStruct}`;
  const sizes = workgroupSize.map(expression).join(', ');
  return [...struct, `@compute @workgroup_size(${sizes}) fn main(${written}) {`, ...indented(body), '}'];
}

function builtinType(value: syntax.BuiltinValue): string {
  return value === 'local_invocation_index' ? 'u32' : 'vec3<u32>';
}

function indented(body: syntax.Block): string[] {
  return body.flatMap(statement).map((line) => `  ${line}`);
}

/** The lines of a statement. */
export function statement(node: syntax.Statement): string[] {
  switch (node.kind) {
    case 'if':
      return ifLines(node);
    case 'switch': {
      const clauses = node.clauses.flatMap((clause) => [`  ${clauseHead(clause)} {`, ...twice(clause.body), '  }']);
      return [`switch (${expression(node.selector)}) {`, ...clauses, '}'];
    }
    case 'for': {
      const [initializer, update] = [node.initializer, node.update].map((one) =>
        one === undefined ? '' : simple(one),
      );
      const condition = node.condition === undefined ? '' : ` ${expression(node.condition)}`;
      return [`for (${initializer};${condition}; ${update}) {`, ...indented(node.body), '}'];
    }
    case 'while':
      return [`while (${expression(node.condition)}) {`, ...indented(node.body), '}'];
    case 'loop':
      return ['loop {', ...indented(node.body), ...continuingLines(node), '}'];
    case 'block':
      return ['{', ...indented(node.body), '}'];
    default:
      return [`${simple(node)};`];
  }
}

function twice(body: syntax.Block): string[] {
  return indented(body).map((line) => `  ${line}`);
}

function ifLines({ condition, body, otherwise }: syntax.If): string[] {
  const head = [`if (${expression(condition)}) {`, ...indented(body)];
  if (otherwise === undefined) return [...head, '}'];
  const [only, ...rest] = otherwise;
  if (only?.kind !== 'if' || rest.length > 0) return [...head, '} else {', ...indented(otherwise), '}'];
  const [first, ...more] = ifLines(only);
  return [...head, `} else ${first}`, ...more];
}

function clauseHead({ selectors, isDefault }: syntax.Clause): string {
  if (selectors.length === 0) return 'default:';
  return `case ${[...selectors.map(expression), ...(isDefault ? ['default'] : [])].join(', ')}:`;
}

function continuingLines({ continuing, breakIf }: syntax.Loop): string[] {
  if (continuing === undefined && breakIf === undefined) return [];
  const last = breakIf === undefined ? [] : [`    break if ${expression(breakIf)};`];
  return ['  continuing {', ...twice(continuing ?? []), ...last, '  }'];
}

function simple(node: syntax.Statement): string {
  switch (node.kind) {
    case 'var':
    case 'let':
    case 'const': {
      const written = node.hasType || node.initializer === undefined ? `: ${type(node.type)}` : '';
      return `${node.kind} ${node.name}${written}${node.initializer === undefined ? '' : ` = ${expression(node.initializer)}`}`;
    }
    case 'assign':
      return `${expression(node.place)} ${node.operator} ${expression(node.value)}`;
    case 'increment':
      return `${expression(node.place)}${node.operator}`;
    case 'phony':
      return `_ = ${expression(node.value)}`;
    case 'call-statement':
      return expression(node.call);
    case 'return':
      return node.value === undefined ? 'return' : `return ${expression(node.value)}`;
    default:
      return node.kind;
  }
}

/** An expression; operators and signs come in parentheses. */
export function expression(node: syntax.Expression): string {
  switch (node.kind) {
    case 'literal':
      return literal(node);
    case 'name':
      return node.name;
    case 'unary':
      return `(${node.operator}${expression(node.operand)})`;
    case 'binary':
      return `(${expression(node.left)} ${node.operator} ${expression(node.right)})`;
    case 'index':
      return `${expression(node.object)}[${expression(node.index)}]`;
    case 'member':
      return `${expression(node.object)}.${node.member}`;
    case 'swizzle':
      return `${expression(node.object)}.${node.components}`;
    case 'construct': {
      const name = node.isInferred
        ? node.type.kind === 'vector'
          ? `vec${node.type.width}`
          : 'array'
        : type(node.type);
      return `${name}(${node.arguments.map(expression).join(', ')})`;
    }
    case 'bitcast':
      return `bitcast<${type(node.type)}>(${expression(node.operand)})`;
    case 'call':
      return `${node.name}(${node.arguments.map(expression).join(', ')})`;
    case 'address-of':
      return `&${expression(node.operand)}`;
    case 'indirection':
      return node.isImplicit ? expression(node.pointer) : `(*${expression(node.pointer)})`;
  }
}

function literal({ type: of, value, isBare }: syntax.Literal): string {
  if (of.name === 'bool') return value === 0 ? 'false' : 'true';
  if (of.name === 'u32') return isBare ? `${value}` : `${value}u`;
  // -2147483648i is the negation of a literal that does not fit.
  if (value === -(2 ** 31)) return 'i32(-2147483648)';
  const digits = `${Math.abs(value)}${isBare ? '' : 'i'}`;
  return value < 0 ? `(-${digits})` : digits;
}
