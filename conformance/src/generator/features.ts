/** What a module has in it, by names that a table of coverage can count. */
import type { Module, Type } from './syntax.js';
import { stageOf } from './term.js';
import * as visit from './visit.js';

/** `builtin:abs`, `statement:for`, `operator:<<`, `expression:swizzle`, `type:array`, `space:workgroup`, `pointer:storage`, … */
export function featuresOf(module: Module): ReadonlySet<string> {
  const found = new Set<string>();
  const bodies = [module.entry.body, ...module.functions.map(({ body }) => body)];
  for (const statement of bodies.flatMap(visit.statements)) {
    found.add(`statement:${statement.kind}`);
    if (statement.kind === 'assign') {
      found.add(`assign:${statement.operator}`);
      const { place } = statement;
      if (place.kind === 'swizzle') found.add('assign:component');
      if (place.kind === 'index' && place.object.type.kind === 'vector') found.add('assign:indexed-component');
    }
    if (statement.kind === 'increment') found.add(`increment:${statement.operator}`);
    if (statement.kind === 'var')
      found.add(statement.initializer === undefined ? 'var:uninitialised' : 'var:initialised');
    if (statement.kind === 'if' && statement.otherwise?.[0]?.kind === 'if') found.add('statement:else-if');
    if (statement.kind === 'loop' && statement.breakIf !== undefined) found.add('statement:break-if');
    if (statement.kind === 'loop' && statement.continuing !== undefined) found.add('statement:continuing');
    if (statement.kind === 'let' && statement.type.kind === 'pointer') found.add(`pointer-let:${statement.type.space}`);
  }
  for (const expression of bodies.flatMap(visit.expressionsIn)) {
    found.add(`expression:${expression.kind}`);
    switch (expression.kind) {
      case 'call':
        found.add(expression.isBuiltin ? `builtin:${expression.name}` : 'call:function');
        break;
      case 'bitcast':
        found.add('builtin:bitcast');
        break;
      case 'binary':
      case 'unary':
        found.add(`operator:${expression.operator}`);
        break;
      case 'index':
        found.add(`index:${expression.object.type.kind}-${stageOf(expression.index)}`);
        break;
      case 'construct':
        found.add(`construct:${expression.type.kind}${expression.isInferred ? '-inferred' : ''}`);
        break;
      default:
        break;
    }
  }
  for (const { parameters } of module.functions) {
    for (const { type } of parameters)
      found.add(type.kind === 'pointer' ? `parameter:${type.space}-${type.access}` : 'parameter:value');
  }
  for (const { space, access, type, initializer } of module.variables) {
    found.add(space === 'storage' ? `space:storage-${access}` : `space:${space}`);
    if (initializer !== undefined) found.add('space:private-initialised');
    for (const part of typesIn(type))
      found.add(`type:${part.kind}${part.kind === 'array' && typeof part.written !== 'string' ? '-override' : ''}`);
  }
  for (const { value } of module.entry.parameters) found.add(`value:${value}`);
  if (module.entry.inputStruct !== undefined) found.add('value:struct');
  return found;
}

function typesIn(type: Type): readonly Type[] {
  return type.kind === 'array' ? [type, ...typesIn(type.of)] : [type];
}
