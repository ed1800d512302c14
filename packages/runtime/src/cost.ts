/** How much a cell can cost, before any runs. */
import type { analysis, ir } from '@assay/wgsl';

/**
 * A cost (wgsl SPEC.md E17) that no cell of a dispatch exceeds, whatever its inputs: between two back-edges, an invocation comes
 * to each instruction at most once.
 */
export function mostCost(
  kernel: ir.Kernel,
  { loopBudget }: Pick<analysis.dispatch.Dispatch, 'loopBudget'>,
  { backEdges }: Pick<analysis.Analysis, 'backEdges'>,
): number {
  const [x, y, z] = kernel.workgroupSize;
  const { nodes, hasLoop } = survey(kernel);
  const most = (counted: number | undefined): number => (hasLoop ? Math.min(counted ?? loopBudget, loopBudget) : 0);
  return x * y * z * nodes * (1 + most(backEdges.invocation) + most(backEdges.workgroup));
}

/** Phases and instructions that cost something, whatever they are in. */
function survey({ body }: ir.Kernel): { readonly nodes: number; readonly hasLoop: boolean } {
  let nodes = 0;
  let hasLoop = false;
  const pending: (readonly (ir.Phase | ir.Instruction)[])[] = [body];
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    for (const node of list) {
      if (node.kind === 'region') pending.push(node.code);
      else nodes++;
      if (node.kind === 'if') pending.push(node.then, node.otherwise);
      if (node.kind === 'block' || node.kind === 'loop') pending.push(node.body);
      if (node.kind === 'loop') hasLoop = true;
    }
  }
  return { nodes, hasLoop };
}
