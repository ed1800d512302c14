/** The part of WebAssembly's JavaScript interface that is used here: the ES library declares none of it. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: object, imports: { readonly env: { readonly memory: object } });
    readonly exports: object;
  }
  class Memory {
    /** Pages of 64 KiB. */
    constructor(type: { readonly initial: number; readonly maximum: number; readonly shared: boolean });
    readonly buffer: ArrayBuffer;
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
