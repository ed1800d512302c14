import type { Progress } from '@assay/runtime';
import { Presets, SingleBar } from 'cli-progress';

// Of one width, so that the bar does not jump.
const TITLES: Readonly<Record<Progress['phase'], string>> = {
  compile: 'compiling',
  upload: 'uploading',
  step: 'running  ',
  cell: 'running  ',
};

/** A bar on a terminal; nothing in a pipe, so that logs stay readable. */
export interface Bar {
  readonly update: (progress: Progress) => void;
  stop(): void;
}

export function bar(isWanted: boolean): Bar {
  if (!isWanted || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const single = new SingleBar(
    { format: '{title} [{bar}] {percentage}%', hideCursor: true, clearOnComplete: true, stream: process.stderr },
    Presets.shades_classic,
  );
  let phase: Progress['phase'] | undefined;
  const show = (progress: Progress): void => {
    if (progress.phase === phase) {
      single.setTotal(progress.total);
      single.update(progress.done);
      return;
    }
    if (phase !== undefined) single.stop();
    phase = progress.phase;
    single.start(progress.total, progress.done, { title: TITLES[phase] });
  };
  const stop = (): void => {
    process.removeListener('exit', stop);
    if (phase !== undefined) single.stop();
    phase = undefined;
  };
  // A second Ctrl-C ends the program at once: the terminal gets its cursor back all the same.
  process.on('exit', stop);
  return {
    update: (progress) => {
      show(progress);
      // The first report of a step comes when it is over, which may be long: until then the last phase would look stuck.
      if (progress.phase === 'upload' && progress.done >= progress.total) show({ phase: 'step', done: 0, total: 1 });
    },
    stop,
  };
}
