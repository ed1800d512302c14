/** What the demo says, and how. */
import { type Format, paint } from '@assay/cli';
import { verdict as verdicts } from '@assay/core';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function heading(text: string): void {
  say(`\n${styled('bold', text)}`);
}

export function styled(style: Format, text: string): string {
  return paint(style, text, process.stdout);
}

/** What a settlement layer would do: `✓ valid → pay`. */
export function decision(verdict: verdicts.Verdict): string {
  switch (verdicts.outcomeOf(verdict)) {
    case 'valid':
      return styled(['green', 'bold'], '✓ valid → pay');
    case 'fraud':
      return styled(['red', 'bold'], `✗ ${verdict.code} → slash`);
    default:
      return styled(['yellow', 'bold'], `? ${verdict.code}`);
  }
}

/** `1.2 s`, `34 ms`. */
export function duration(milliseconds: number): string {
  return milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.max(1, Math.round(milliseconds))} ms`;
}

/** `27 KiB`. */
export function size(lengthBytes: number): string {
  return lengthBytes >= 2 ** 20
    ? `${(lengthBytes / 2 ** 20).toFixed(1)} MiB`
    : `${Math.ceil(lengthBytes / 2 ** 10)} KiB`;
}

export async function timed<T>(
  action: () => T | Promise<T>,
): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const started = performance.now();
  const value = await action();
  return { value, milliseconds: performance.now() - started };
}
