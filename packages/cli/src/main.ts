#!/usr/bin/env node
import { isAssayError } from '@assay/core';
import { CommanderError } from 'commander';
import { exitCodes } from './exit.js';
import { failure } from './output.js';
import { create } from './program.js';
import { interruptible, isInterruption } from './session.js';

const { signal } = interruptible();
try {
  await create({ signal, onStatus: (status) => (process.exitCode = status) }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed help or what is wrong with the command line.
    process.exitCode = error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
  } else {
    failure(error, process.argv.includes('--json'));
    process.exitCode = !isAssayError(error) ? exitCodes.bug : isInterruption(error) ? exitCodes.interrupted : exitCodes[error.kind];
  }
}
