/** What is known of an adapter: plain data, printed by `assay doctor` and kept in a receipt's unsigned notes. */
export interface AdapterReport {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Dawn's back end (`vulkan`, `metal`, `d3d12`), or `browser`. */
  readonly backend: string;
  /** True when a CPU does the work (SwiftShader, llvmpipe, WARP). */
  readonly isSoftware: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}
