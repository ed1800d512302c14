/** What random code is made in: names in scope, memory that invocations share, where jumps and barriers may stand. */
import { chance, type Random } from './random.js';
import type {
  Block,
  Expression,
  FunctionDeclaration,
  ScalarType,
  Space,
  Stage,
  Struct,
  Type,
  Variable,
  VectorType,
} from './syntax.js';

/** What a kernel is like. */
export interface Traits {
  /** The share of indices that may lie anywhere; 0: none does, and no guard fires. */
  readonly stray: number;
  /** The share of loops whose rounds data decides. */
  readonly wildLoops: number;
  /** Barriers may stand in it: control flow is kept uniform around them. */
  readonly isCollective: boolean;
  /** Invocations of a workgroup. */
  readonly lanes: number;
  readonly workgroupSize: readonly [number, number, number];
  readonly grid: readonly [number, number, number];
}

/** The kernel that is being made. */
export interface Draft {
  readonly random: Random;
  readonly traits: Traits;
  readonly structs: Map<string, Struct>;
  readonly variables: Variable[];
  readonly functions: Made[];
  /** Functions that windows need. */
  readonly helpers: FunctionDeclaration[];
  readonly shared: Shared[];
  /** At module scope, of one value in all invocations or not shared: in every function's scope. */
  readonly globals: Entity[];
  /** Types that variables of functions have. */
  readonly types: Type[];
  readonly vectors: readonly VectorType[];
  /** Patterns and circumstances that came up. */
  readonly tags: Set<string>;
  /** Statements that may still be made. */
  fuel: number;
  names: number;
  /** Expressions hold indices which hold expressions, statements hold blocks: the knots that modules without cycles leave open. */
  readonly value: MakeValue;
  readonly block: MakeBlock;
}

/** A random expression of the type, at most so deep. */
export type MakeValue = (context: Context, type: Type, depth: number) => Expression;

/** Random statements in a scope of their own, which the caller opened. */
export type MakeBlock = (context: Context, count: number) => Block;

/** Where a place or pointer leads back to. */
export type Root =
  | { readonly kind: 'local' | 'module'; readonly name: string }
  | { readonly kind: 'parameter'; readonly at: number };

/** Something that a name in scope means. Of a pointer, `type` is a pointer type. */
export interface Entity {
  readonly name: string;
  readonly kind: 'variable' | 'value' | 'pointer';
  readonly type: Type;
  readonly stage: Stage;
  /** Undefined for values. */
  readonly root: Root | undefined;
  readonly space: Space | undefined;
  readonly isWritable: boolean;
  /** One value in all invocations of a workgroup, as WGSL's analysis sees it. */
  readonly isUniform: boolean;
  /** A u32 that is always below this. */
  readonly below: number | undefined;
}

/**
 * How the invocations use memory that they share, from one barrier to the next, so that none race: each its `own` element; all
 * read; one invocation alone; or all by atomics of one family.
 */
export type Mode = 'own' | 'read' | 'solo' | Family;
export type Family = 'add' | 'min' | 'max' | 'and' | 'or' | 'xor';

/** A workgroup variable, or a buffer that is written. */
export interface Shared {
  readonly name: string;
  readonly space: 'workgroup' | 'storage';
  readonly type: Type;
  /** `lanes`: an array with an element of its own for each invocation. */
  readonly shape: 'lanes' | 'single' | 'atomics';
  readonly window: Window | undefined;
}

/** Which elements of a written buffer belong to an invocation. */
export interface Window {
  /** The array of elements: the variable or a member of it. */
  readonly array: Expression;
  /** Elements that each invocation has. */
  readonly items: number;
  /** Some invocations have no element: then {@link at} gives an index that lies far outside. */
  readonly isRagged: boolean;
  /** Elements from an element to one that belongs to another workgroup, whichever invocation's it is; undefined where there is no such number. */
  readonly stride: number | undefined;
  /** The index of an item of an invocation. */
  at(lane: Expression, item: Expression, context: Context): Expression;
}

/** A function that can be called. */
export interface Made {
  readonly function: FunctionDeclaration;
  readonly effects: Effects;
  /** Holds barriers; begins and ends with both. */
  readonly isCollective: boolean;
  /** Its first parameters are `lane` and `group`. */
  readonly takesLane: boolean;
  /** Statements with all calls expanded. */
  readonly weight: number;
}

/** What a function does to memory by names of its own, with its callees. */
export interface Effects {
  readonly reads: Set<string>;
  readonly writes: Set<string>;
  readonly parametersRead: Set<number>;
  readonly parametersWritten: Set<number>;
  /** How it uses shared memory. */
  readonly modes: Map<string, Mode>;
  weight: number;
}

export interface Target {
  readonly kind: 'loop' | 'switch';
  /** Barriers stand in it: only uniform jumps leave it or begin its next round. */
  readonly isCollective: boolean;
}

export interface Context {
  readonly draft: Draft;
  /** Innermost last; names are distinct. */
  readonly entities: Entity[];
  /** Names that were declared in this very block. */
  readonly declared: Set<string>;
  readonly effects: Effects;
  /** Modes of shared memory since the last barrier. */
  readonly modes: Map<string, Mode>;
  readonly isMain: boolean;
  /** `lane` and `group` are in scope. */
  readonly hasLane: boolean;
  /** All invocations come here together, and barriers may stand here. */
  readonly isUniform: boolean;
  /** One invocation of the workgroup comes here alone. */
  readonly isSolo: boolean;
  /** The invocation has elements in ragged windows. */
  readonly isInside: boolean;
  readonly result: Type;
  /** `uniform`: only where control flow is. */
  readonly returns: 'any' | 'uniform' | 'none';
  readonly targets: readonly Target[];
  readonly isInLoop: boolean;
  /** Statements around. */
  readonly depth: number;
}

export function newEffects(): Effects {
  return {
    reads: new Set(),
    writes: new Set(),
    parametersRead: new Set(),
    parametersWritten: new Set(),
    modes: new Map(),
    weight: 0,
  };
}

/** A name that nothing has. */
export function newName(draft: Draft, prefix: string): string {
  draft.names += 1;
  return `${prefix}${draft.names}`;
}

/** True with the share of accesses that go astray. */
export function goesAstray({ draft }: Context): boolean {
  return chance(draft.random, draft.traits.stray);
}

/** A value: of a parameter, `let`, `const`, `override`. */
export function valueEntity(name: string, type: Type, parts: Partial<Entity> = {}): Entity {
  return {
    name,
    kind: 'value',
    type,
    stage: 'runtime',
    root: undefined,
    space: undefined,
    isWritable: false,
    isUniform: false,
    below: undefined,
    ...parts,
  };
}

export function variableEntity(name: string, type: Type, space: Space, parts: Partial<Entity> = {}): Entity {
  const root: Root = { kind: space === 'function' ? 'local' : 'module', name };
  const isWritable = space === 'function' || space === 'private';
  return { ...valueEntity(name, type), kind: 'variable', root, space, isWritable, ...parts };
}

/** Makes a name known; an outer one of the same name is hidden. */
export function declare(context: Context, entity: Entity): void {
  const hidden = context.entities.findIndex(({ name }) => name === entity.name);
  if (hidden >= 0) context.entities.splice(hidden, 1);
  context.entities.push(entity);
  context.declared.add(entity.name);
}

/** A block inside: what is declared there stays there. */
export function inner(context: Context, parts: Partial<Context> = {}): Context {
  const opened = { entities: [...context.entities], declared: new Set<string>(), depth: context.depth + 1 };
  return { ...context, ...opened, ...parts };
}

/** What is known as a value of the type to all invocations alike, or not. */
export function entitiesOf(context: Context, test: (entity: Entity) => boolean): readonly Entity[] {
  return context.entities.filter(test);
}

/** Notes what the function does to memory. */
export function touch({ effects }: Context, root: Root | undefined, access: 'read' | 'write' | 'both'): void {
  if (root === undefined || root.kind === 'local') return;
  if (access !== 'write') {
    if (root.kind === 'parameter') effects.parametersRead.add(root.at);
    else effects.reads.add(root.name);
  }
  if (access === 'read') return;
  if (root.kind === 'parameter') effects.parametersWritten.add(root.at);
  else effects.writes.add(root.name);
}

/** The invocation alone may touch all of its workgroup's memory. */
export function isAlone({ draft, isSolo }: Context): boolean {
  return isSolo || draft.traits.lanes === 1;
}

export function isNumeric(type: Type): type is ScalarType | VectorType {
  return (type.kind === 'scalar' && type.name !== 'bool') || (type.kind === 'vector' && type.of !== 'bool');
}
