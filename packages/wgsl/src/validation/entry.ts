/** Entry points: what they reach, and the limits on it (SPEC.md V21, V22, V24). */
import { type Context, refuse, report } from './context.js';
import { isRefusal } from './fault.js';
import * as layout from './layout.js';
import * as specialization from './specialization.js';
import type { ArrayType, OverrideCount, Type } from './type.js';
import type * as typed from './typed.js';

/** Bytes of private memory of an entry point (V22). */
export const mostPrivateBytes = 8192;
/** Bytes of workgroup memory of an entry point (V22). */
export const mostWorkgroupBytes = 16_384;
/** Invocations of a workgroup, and the sizes of each dimension (V24). */
export const mostInvocations = 256;
export const mostSizes: readonly [number, number, number] = [256, 256, 64];

/** Expressions behind override counts. */
export type Counts = ReadonlyMap<OverrideCount, typed.Expression>;

/** Checks one entry point with the default values of the overrides. */
export function check(context: Context, entry: typed.EntryPoint, values: specialization.OverrideValues): void {
  checkBindings(context, entry);
  const size = workgroupSize(entry, values);
  if ('error' in size) report(context, size.span, size.error);
  checkPrivate(context, entry);
  const workgroup = workgroupBytes(entry.variables, context.overrideCounts, values);
  if (typeof workgroup === 'object') report(context, workgroup.span, workgroup.error);
}

function checkBindings(context: Context, { variables, name }: typed.EntryPoint): void {
  const seen = new Map<number, typed.Variable>();
  for (const variable of variables) {
    const { binding, span } = variable;
    const earlier = binding === undefined ? undefined : seen.get(binding);
    if (binding === undefined) continue;
    if (earlier === undefined) {
      seen.set(binding, variable);
      continue;
    }
    const message = `${name} uses two variables with @binding(${binding})`;
    const fault = { rule: 'V21', code: 'resource.duplicate', message, hint: 'Give each a number of its own.' };
    report(context, span, fault, { span: earlier.span, message: 'the other one' });
  }
}

function checkPrivate(context: Context, { variables, name }: typed.EntryPoint): void {
  const privates = variables.filter(({ space }) => space === 'private');
  const bytes = privates.reduce((sum, { type }) => sum + (layout.sizeOf(type) ?? 0), 0);
  const last = privates.at(-1);
  if (bytes <= mostPrivateBytes || last === undefined) return;
  const message = `private variables of ${name} take at most ${mostPrivateBytes} bytes, these take ${bytes}`;
  refuse(context, last.span, 'V22', 'memory.private', message, 'Use workgroup memory or a storage buffer.');
}

/** The sizes of a workgroup; `undefined` where an override has no value. Refused: a size that is not positive or too large. */
export function workgroupSize(
  { workgroupSize: expressions }: typed.EntryPoint,
  values: specialization.OverrideValues,
): { readonly sizes: readonly (number | undefined)[] } | Placed {
  const sizes: (number | undefined)[] = [];
  for (const [at, expression] of expressions.entries()) {
    const { span } = expression;
    const found = specialization.evaluate(expression, values);
    if (found !== 'unknown' && isRefusal(found)) return { span, error: specialization.withValues(found.error) };
    const size = found === 'unknown' ? undefined : Number(found.value);
    const most = mostSizes[at] ?? 1;
    if (size !== undefined && (size < 1 || size > most)) {
      const message = `size ${at} of a workgroup is 1 to ${most}, not ${size}`;
      return { span, error: { rule: 'V24', code: 'entry.size', message } };
    }
    sizes.push(size);
  }
  const product = sizes.reduce<number>((all, size) => all * (size ?? 1), 1);
  if (product <= mostInvocations) return { sizes };
  const message = `a workgroup has at most ${mostInvocations} invocations, not ${product}`;
  return { span: expressions[0].span, error: { rule: 'V24', code: 'entry.too-large', message } };
}

/** Why a number cannot be had, and where. */
export interface Placed {
  readonly span: typed.Variable['span'];
  readonly error: { readonly rule: string; readonly code: string; readonly message: string; readonly hint?: string };
}

/** Bytes of workgroup memory (each variable padded to 16, as WebGPU counts); variables with a count that is unknown count nothing. */
export function workgroupBytes(
  variables: readonly typed.Variable[],
  counts: Counts,
  values: specialization.OverrideValues,
): number | Placed {
  let bytes = 0;
  for (const { space, type, span } of variables) {
    if (space !== 'workgroup') continue;
    const size = fixedSize(type, counts, values);
    if (typeof size === 'object') return { span, error: size };
    bytes += Math.ceil((size ?? 0) / 16) * 16;
    if (bytes > mostWorkgroupBytes) {
      const message = `workgroup variables take at most ${mostWorkgroupBytes} bytes, these take ${bytes}`;
      return { span, error: { rule: 'V22', code: 'memory.workgroup', message, hint: 'Work on smaller tiles.' } };
    }
  }
  return bytes;
}

function fixedSize(
  type: Type,
  counts: Counts,
  values: specialization.OverrideValues,
): number | undefined | Placed['error'] {
  if (type.kind !== 'array' || type.count.kind !== 'override') return layout.sizeOf(type);
  const expression = counts.get(type.count.expression);
  const count = expression === undefined ? 'unknown' : specialization.evaluate(expression, values);
  if (count === 'unknown') return undefined;
  if (isRefusal(count)) return specialization.withValues(count.error);
  if (typeof count.value === 'bigint' && count.value >= 1n)
    return layout.strideOf(withCount(type)) * Number(count.value);
  return { rule: 'V12', code: 'type.count', message: `the count of an array is at least 1, not ${count.value}` };
}

/** The stride is that of the element, whatever the count. */
function withCount(type: ArrayType): ArrayType {
  return { ...type, count: { kind: 'fixed', value: 1 } };
}
