/** The argument parser (Commander), and what several commands take. */
import type { Retention } from '@assay/runtime';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

export { Command, CommanderError, Option };

export function asJson(command: Command): Command {
  return command.option('--json', 'print one JSON value instead of sentences');
}

/** For commands that run jobs. */
export function onDevice(command: Command): Command {
  return command
    .addOption(new Option('--adapter <WHICH>', 'what to run on').choices(['auto', 'gpu', 'software']).default('auto'))
    .option('--deadline <SECONDS>', 'most time that the run may take', toSeconds, 600);
}

export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

export function toCount(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw wrong('a whole number');
  return value;
}

export function toThreads(text: string): number {
  const value = toCount(text);
  if (value < 1 || value > 1024) throw wrong('a number from 1 to 1024');
  return value;
}

export function toCells(text: string): number {
  return text === 'all' ? Number.POSITIVE_INFINITY : Math.max(1, toCount(text));
}

export function toSeconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw wrong('a positive number of seconds');
  return value;
}

export function toSamples(text: string): number {
  const value = toCount(text);
  if (value < 1) throw wrong('at least 1');
  return value;
}

/** `10%` or `0.1`, both one tenth; above 0, and at most 1. */
export function toShare(text: string): number {
  const share = toFraction(text);
  if (share <= 0 || share > 1) throw wrong('above 0 % and at most 100 %');
  return share;
}

/** `1e-6`: above 0, and below 1. */
export function toProbability(text: string): number {
  const probability = toFraction(text);
  if (probability <= 0 || probability >= 1) throw wrong('above 0 and below 1');
  return probability;
}

function toFraction(text: string): number {
  const [, decimals, exponent = '0', percent] = /^(\d+(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,3}))?(%?)$/.exec(text) ?? [];
  if (decimals === undefined) throw wrong('a share such as 10% or 0.1');
  // As one decimal, so that 0.7% is the number that 0.007 is.
  return Number(`${decimals}e${Number(exponent) - (percent === '' ? 0 : 2)}`);
}

export function toHex32(text: string): string {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw wrong('64 hexadecimal digits');
  return text.toLowerCase();
}

/** `all`, `none` or `every:N`: which versions are kept. */
export function toRetention(text: string): Retention {
  if (text === 'all' || text === 'none') return { kind: text };
  const steps = /^every:([1-9]\d*)$/.exec(text)?.[1];
  if (steps === undefined) throw wrong('"all", "none", or "every:N" with a number of steps');
  return { kind: 'every', steps: toCount(steps) };
}

/** `a,b`: names of versions. */
export function toNames(text: string): string[] {
  return text.split(',').filter((name) => name !== '');
}

function wrong(expected: string): InvalidArgumentError {
  return new InvalidArgumentError(`Expected ${expected}.`);
}
