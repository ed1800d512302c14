/** The build that Node 20 can import: the package's main module is CommonJS in a package of ES modules. */
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export { WgslExec, WgslParser } from 'wgsl_reflect';
}
