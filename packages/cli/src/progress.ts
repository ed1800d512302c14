import type { Progress } from '@assay/runtime';
import { Presets, SingleBar } from 'cli-progress';

const TITLES: Readonly<Record<Progress['phase'], string>> = { compile: 'compiling', upload: 'uploading', step: 'running' };

/** A bar on a terminal; nothing in a pipe, so that logs stay readable. */
export interface Bar {
  readonly update: (progress: Progress) => void;
  stop(): void;
}

export function bar(isWanted: boolean): Bar {
  if (!isWanted || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const single = new SingleBar({ format: '{title} [{bar}] {percentage}%', hideCursor: true, clearOnComplete: true, stream: process.stderr }, Presets.shades_classic);
  let phase: Progress['phase'] | undefined;
  return {
    update: (progress) => {
      if (progress.phase !== phase) {
        if (phase !== undefined) single.stop();
        phase = progress.phase;
        single.start(progress.total, progress.done, { title: TITLES[phase] });
      } else {
        single.update(progress.done);
      }
    },
    stop: () => {
      if (phase !== undefined) single.stop();
      phase = undefined;
    },
  };
}
