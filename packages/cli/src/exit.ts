import type { FailureKind, verdict } from '@assay/core';

/** What the command's exit status says; printed by `assay --help`. */
export const exitCodes: Readonly<Record<FailureKind | 'success' | 'usage' | 'refuted', number>> = {
  success: 0,
  bug: 1,
  usage: 2,
  malformed: 3,
  invalid: 4,
  trap: 5,
  exhausted: 6,
  refuted: 7,
};

/** The exit status for what a check of a receipt came to. */
export const outcomeCodes: Readonly<Record<verdict.Outcome, number>> = {
  valid: exitCodes.success,
  malformed: exitCodes.malformed,
  fraud: exitCodes.refuted,
  withheld: 8,
  'job-fault': 9,
  'bad-challenge': 10,
  undecided: 11,
};

/** Signals that end a command early, and its exit status then: 128 and the signal's number, as shells count. */
export const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The table for the help text. */
export const exitHelp = `
Exit status:
  0    done; a check that was asked for holds
  1    a bug in Assay: please report it
  2    the command line is wrong
  3    malformed: a file that cannot be decoded, or no claim of this worker
       on this task at all
  4    invalid: a rule fails (a wrong input or option, a shader that does not
       compile): nothing is said about a receipt
  5    trap: the running program failed (device lost, GPU process died)
  6    exhausted: a limit was reached (memory, disk, time, device limits,
       no adapter)
  7    a receipt, or a file delivered with it, does not hold; of an audit:
       fraud, which a fraud proof shows to others
  8    withheld: what a challenge asks for was not shown
  9    the job is at fault: it has no single meaning, or is not the task's
  10   the challenge, or a proof, is not what it must be
  11   undecided: a limit was met, nothing is said about the worker
  130  interrupted by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)

With --json, results and errors are one JSON value on standard output:
  {"ok": true, …}
  {"ok": false, "error": {"kind", "code", "where", "expected", "got", "remedy"}}
  {"ok": false, "verdict": {"code", …}}   a receipt that does not hold`;
