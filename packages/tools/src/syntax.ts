import { parseSync, visitorKeys } from 'oxc-parser';

/** An ESTree node (with TypeScript's), as oxc-parser gives it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** What a module takes from another one, at run time or as a type. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** Calls `visit` for a node and all below it, parents first, with the parent and the key under which it hangs. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined, key: string) => void): void {
  const descend = (current: Node, parent: Node | undefined, key: string): void => {
    visit(current, parent, key);
    for (const child of visitorKeys[current.type] ?? []) {
      const value = current[child];
      for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) descend(item, current, child);
    }
  };
  descend(node, undefined, '');
}

/** The tree of a TypeScript module. Throws an Error with the parser's words when the text is no TypeScript. */
export function parse(path: string, text: string): Node {
  const { program, errors } = parseSync(path, text, { lang: 'ts', sourceType: 'module' });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}:${lineOf(text, error.labels[0]?.start ?? 0)}: ${error.message}`);
  return program as unknown as Node;
}

/** Line of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/**
 * All modules that a tree names: `import` and `export … from`, with or without `type`; `import('…')` as a value or a type;
 * `require`, `require.resolve` and `import.meta.resolve` of a literal. A name that is computed cannot be seen.
 */
export function imports(program: Node, text: string): readonly Import[] {
  const found: Import[] = [];
  walk(program, (node) => {
    const specifier = literal(sourceOf(node));
    if (specifier !== undefined) found.push({ specifier, line: lineOf(text, node.start) });
  });
  return found;
}

/** The value of a string literal, or of a template without holes. */
export function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value;
  if (value.type !== 'TemplateLiteral') return undefined;
  const [quasi, ...more] = value.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return more.length === 0 ? quasi?.value.cooked : undefined;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** True for the identifier `name`. */
export function isIdentifier(value: unknown, name: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.name === name;
}

function sourceOf(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source;
    case 'TSExternalModuleReference':
      return node.expression;
    case 'CallExpression':
      return isRequire(node.callee) ? (node.arguments as readonly unknown[])[0] : undefined;
    default:
      return undefined;
  }
}

function isRequire(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (isIdentifier(callee, 'require') || isCreateRequire(callee)) return true;
  if (callee.type !== 'MemberExpression' || !isIdentifier(callee.property, 'resolve')) return false;
  const object = callee.object;
  return (
    isNode(object) && (object.type === 'MetaProperty' || isIdentifier(object, 'require') || isCreateRequire(object))
  );
}

function isCreateRequire(node: Node): boolean {
  return node.type === 'CallExpression' && isIdentifier(node.callee, 'createRequire');
}
