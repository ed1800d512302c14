import type { DawnGpu } from '@assay/runtime/node';
import type { Row } from './report.js';

/** What a benchmark is given. */
export interface Setting {
  readonly gpu: DawnGpu;
  /** Fewer readings and smaller problems: shows that it works, not how fast it is. */
  readonly isQuick: boolean;
  /** Tells a person at the screen what goes on. */
  readonly note: (text: string) => void;
}

export interface Benchmark {
  readonly name: string;
  readonly run: (setting: Setting) => Promise<readonly Row[]>;
}
