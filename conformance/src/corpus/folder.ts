/** The corpora of `test/profile`. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Case } from '../case.js';
import { type Corpus, parse } from './file.js';
import * as headers from './header.js';

const folder: URL = new URL('../../../test/profile/', import.meta.url);

/** A shader without data: compilers are asked about it. */
export interface Shader {
  /** `accept/alias-both-read`. */
  readonly name: string;
  readonly source: string;
  /** The rule that refuses it (`P2`); undefined in `accept`. */
  readonly rule: string | undefined;
}

/** A case that is read when it is wanted. */
export interface CaseFile {
  readonly name: string;
  /** Throws as {@link parse} does. */
  readonly read: () => Case;
}

/** The cases of a corpus, by name. Throws as {@link parse} does. */
export function cases(corpus: Corpus): readonly Case[] {
  return files(corpus).map(({ read }) => read());
}

/** The files of a corpus, by name; none where it has no folder. */
export function files(corpus: Corpus): readonly CaseFile[] {
  return list(corpus).map(({ file, text }) => ({
    name: nameOf(corpus, file),
    read: () => parse(corpus, file, text),
  }));
}

/** The shaders that the profile accepts, or refuses, by name. */
export function shaders(corpus: 'accept' | 'reject'): readonly Shader[] {
  return list(corpus).map(({ file, text }) => ({
    name: nameOf(corpus, file),
    source: text,
    rule: corpus === 'accept' ? undefined : ruleOf(`${corpus}/${file}`, text),
  }));
}

function nameOf(corpus: string, file: string): string {
  return `${corpus}/${file.replace(/\.wgsl$/, '')}`;
}

function ruleOf(file: string, text: string): string | undefined {
  const entries = headers.read(file, text, { named: [], plain: ['rule', 'code', 'at', 'tint'] });
  return entries.find(({ key }) => key === 'rule')?.value;
}

function list(corpus: string): readonly { readonly file: string; readonly text: string }[] {
  const at = new URL(`${corpus}/`, folder);
  let names: readonly string[];
  try {
    names = readdirSync(at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((file) => file.endsWith('.wgsl'))
    .sort()
    .map((file) => ({ file, text: readFileSync(fileURLToPath(new URL(encodeURIComponent(file), at)), 'utf8') }));
}
