/** Device code: a kernel's IR as WGSL, with guards (SPEC.md, chapter Device code). */
import type { Dispatch } from '../analysis/dispatch.js';
import type { Guards } from '../analysis/guards.js';
import type { BuiltinWord, Kernel } from '../execution/ir.js';
import { workgroupType } from './access.js';
import * as jump from './jump.js';
import { name } from './operation.js';
import * as owner from './owner.js';
import type { Printer } from './printer.js';
import * as sheets from './sheet.js';
import { type Survey, survey } from './survey.js';
import { type Agreements, agreements } from './uniformity.js';
import { phases } from './workgroup.js';

/**
 * WGSL for a dispatch, with these guards (SPEC.md D2 to D8). Its entry point is `main`; uniform buffers are bound as storage buffers
 * that are only read. Equal arguments give equal text.
 *
 * @throws AssayError `device.too-large` (exhausted).
 */
export function print(kernel: Kernel, dispatch: Dispatch, guards: Guards): string {
  const found = survey(kernel);
  const printer: Printer = {
    kernel,
    dispatch,
    guards,
    survey: found,
    agreements: agreementsOf(kernel, found, guards),
    sheet: sheets.create(),
    functions: new Map(),
    variables: new Map(),
    frames: [],
    leaves: new Map(),
    repeats: new Map(),
    wrapper: undefined,
  };
  const main = jump.push(printer, 'main', undefined);
  phases(printer, kernel.body, main.leave);
  const { sheet, functions } = printer;
  const lines = [...declarations(printer), ...functions.values(), ...entry(printer)];
  const end = ['}', ''];
  sheets.assertLength([...lines, ...end].reduce((sum, line) => sum + line.length + 1, sheet.length - 1));
  return [...lines, ...sheet.lines.filter((line) => line !== undefined), ...end].join('\n');
}

/** A kernel of one region has no barriers, and is at its end when that is. */
function agreementsOf(kernel: Kernel, found: Survey, { hasInvocationBudget }: Guards): Agreements {
  const { body } = kernel;
  if (body.length <= 1 && body[0]?.kind === 'region')
    return { conditions: new Set(), exits: new Map(), loads: new Set() };
  return agreements({ kernel, survey: found, isCounted: hasInvocationBudget });
}

/** Whether the text has a function of this name. */
function calls({ functions }: Printer, called: 'agreed' | 'anyone'): boolean {
  return functions.has(called);
}

function needsGroup({ functions }: Printer): boolean {
  return [...functions.keys()].some((called) => called.startsWith('owns'));
}

function declarations(printer: Printer): readonly string[] {
  const { kernel } = printer;
  const lines = kernel.bindings.map(({ binding, access }) => {
    const space = `storage, ${access === 'write' ? 'read_write' : 'read'}`;
    return `@group(0) @binding(${binding}) var<${space}> b${binding}: array<u32>;`;
  });
  if (kernel.workgroupWords > 0) {
    lines.push(`var<workgroup> w: array<${workgroupType(printer.survey)}, ${kernel.workgroupWords}>;`);
  }
  if (calls(printer, 'agreed')) lines.push('var<workgroup> course: u32;', 'var<private> invocation: u32;');
  if (calls(printer, 'anyone')) lines.push('var<workgroup> over: atomic<u32>;');
  if (needsGroup(printer)) lines.push(`var<private> ${owner.group}: vec3<u32>;`);
  return lines;
}

const parameterTypes = {
  local_invocation_id: 'vec3<u32>',
  local_invocation_index: 'u32',
  global_invocation_id: 'vec3<u32>',
  workgroup_id: 'vec3<u32>',
  num_workgroups: 'vec3<u32>',
} as const;

type Parameter = keyof typeof parameterTypes;

/** The beginning of `main`, and its variables. */
function entry(printer: Printer): readonly string[] {
  const { kernel, survey: found, variables } = printer;
  const builtins = kernel.builtins.filter(({ register }) => found.read[register] === 1);
  const used = new Set<Parameter>(builtins.map(({ value }) => parameterOf(value)));
  if (needsGroup(printer)) used.add('workgroup_id');
  if (calls(printer, 'agreed')) used.add('local_invocation_index');
  const parameters = (Object.keys(parameterTypes) as Parameter[])
    .filter((one) => used.has(one))
    .map((one) => `@builtin(${one}) ${one}: ${parameterTypes[one]}`);
  const registers: string[] = [];
  for (const [register, isUsed] of found.used.entries()) {
    if (isUsed === 1) registers.push(`  var ${name(register)}: u32;`);
  }
  return [
    `@compute @workgroup_size(${kernel.workgroupSize.join(', ')})`,
    `fn main(${parameters.join(', ')}) {`,
    ...(kernel.localWords > 0 ? [`  var local: array<u32, ${kernel.localWords}>;`] : []),
    ...registers,
    ...[...variables].map(([variable, type]) => `  var ${variable}: ${type};`),
    ...(needsGroup(printer) ? [`  ${owner.group} = workgroup_id;`] : []),
    ...(calls(printer, 'agreed') ? ['  invocation = local_invocation_index;'] : []),
    ...builtins.map(({ register, value }) => `  ${name(register)} = ${value};`),
  ];
}

function parameterOf(value: BuiltinWord): Parameter {
  return value.split('.', 1)[0] as Parameter;
}
