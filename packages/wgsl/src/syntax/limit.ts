/**
 * How large the parts of a text may be (Y4, Y5).
 *
 * The nesting limits stay inside what Tint takes, measured with the pinned version: its parser stops where open braces and
 * open subexpressions together exceed 126, its statements where an `if`, a loop or their `else if`s exceed 127 (each brace may
 * count twice), its expressions where the tree is deeper than 512.
 */

/** Open braces inside a function's body. */
export const mostOpenBraces: number = 32;
/** `else if`s around a statement, all chains together. */
export const mostElseIfs: number = 60;
/** Open parentheses, indices, calls, template lists and unary operators. */
export const mostOpenExpressions: number = 64;
/** Height of an expression's tree, where each operator of a chain such as `a + b + …` adds one. */
export const highestExpression: number = 384;
/** Template lists inside each other. */
export const mostOpenTemplates: number = 15;

export const mostParameters: number = 255;
export const mostMembers: number = 1023;
export const mostSelectors: number = 1023;
/** Of one call; value constructors are calls. */
export const mostArguments: number = 2047;
export const mostDeclarations: number = 4096;
