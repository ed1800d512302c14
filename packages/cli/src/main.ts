#!/usr/bin/env node
import { AssayError, isAssayError } from '@assay/core';
import { exitCodes, signalCodes } from './exit.js';
import { failure } from './output.js';
import { create, isAnswered } from './program.js';
import { interruption, listen } from './session.js';
import { UsageError } from './usage.js';

const isJson = process.argv.includes('--json');

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `assay … | head`: the reader has what it wanted.
  if (error.code === 'EPIPE') return;
  end(unwritten(error), false);
});
// Nowhere is left to say it.
process.stderr.on('error', () => {});

const interrupt = listen();
try {
  await create({ signal: interrupt.signal, onStatus: setStatus }).parseAsync();
} catch (error) {
  // Whatever fails after a signal (the GPU process may have got it, too) fails because of it.
  const signal = interrupt.received();
  if (signal !== undefined && isAssayError(error) && error.kind !== 'bug') {
    setStatus(signalCodes[signal]);
    failure(interruption(signal), isJson);
  } else if (!isAnswered(error)) end(error, isJson);
}

function end(error: unknown, isShownAsJson: boolean): void {
  setStatus(error instanceof UsageError ? exitCodes.usage : exitCodes[isAssayError(error) ? error.kind : 'bug']);
  failure(error, isShownAsJson);
}

/** The first failure counts: output that cannot be written fails late. */
function setStatus(status: number): void {
  process.exitCode = Number(process.exitCode ?? 0) || status;
}

function unwritten(cause: NodeJS.ErrnoException): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'output.unwritten',
    where: 'standard output',
    expected: 'the results to be taken',
    got: `${cause.code ?? cause.message} from the system`,
    remedy: 'Free some space, or send the output elsewhere; files that were written are complete.',
    cause,
  });
}
