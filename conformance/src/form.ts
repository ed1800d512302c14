/** The texts in which a kernel reaches an engine. */
import { analysis, device } from '@assay/wgsl';
import type { StepReference } from './reference.js';

/**
 * `guarded`: printed with every guard; `shipped`: what the runtime gives to a device; `source`: the author's text, which means
 * the same where no guard fires. The printed forms come from the IR that the interpreter runs, so that a fault of lowering
 * shows in `source` alone.
 */
export type FormName = 'guarded' | 'shipped' | 'source';

/** A text with the forms that have it. */
export interface Form extends Omit<device.DeviceCode, 'guards'> {
  readonly names: readonly FormName[];
}

/**
 * The different texts of a step.
 *
 * @param shipped what the runtime gives to a device.
 * @throws AssayError `device.too-large` (exhausted).
 */
export function ofStep(reference: StepReference, shipped: Omit<Form, 'names'>): readonly Form[] {
  const { kernel, step, lowered, dispatch, replay } = reference;
  const forms: Form[] = [];
  const add = (name: FormName, form: Omit<Form, 'names'>): void => {
    const same = forms.findIndex(({ source }) => source === form.source);
    if (same === -1) forms.push({ ...form, names: [name] });
    else forms[same] = { ...form, names: [...forms[same]!.names, name] };
  };
  const source = device.print(lowered, dispatch, analysis.guards.all(lowered));
  add('guarded', { source, entryPoint: 'main', constants: {}, isSource: false });
  add('shipped', shipped);
  if (replay.guards.length === 0) {
    add('source', { source: kernel.source, entryPoint: kernel.entryPoint, constants: step.overrides, isSource: true });
  }
  return forms;
}
